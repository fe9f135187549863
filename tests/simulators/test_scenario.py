from simulators.scenario import Allow, Expect, Never, Scenario


def test_a_statement_is_about_one_subject_or_anybody():
    assert Never(rule="x", to_s=1, station="tide").subject == ("station", "tide")
    assert Never(rule="x", to_s=1, person="p1").subject == ("person", "p1")
    assert Never(rule="x", to_s=1, zone="z").subject is None


def test_every_rule_and_fact_it_names_is_told_with_its_place():
    scenario = Scenario(
        expects=(Expect(id="a", rule="left-zone", by_s=1), Expect(id="b", fact="gap-noted", by_s=1)),
        nevers=(Never(rule="went-dark", to_s=1),),
        allows=(Allow(fact="rejected", to_s=1),),
    )
    assert list(scenario.rules_named()) == [
        ("expect 1, key rule", "left-zone"),
        ("never 1, key rule", "went-dark"),
    ]
    assert list(scenario.facts_named()) == [
        ("expect 2, key fact", "gap-noted"),
        ("allow 1, key fact", "rejected"),
    ]
