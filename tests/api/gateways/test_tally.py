from api.gateways.tally import MAX_TERMINALS, Tally


def test_the_table_names_every_reason_with_its_count_most_frequent_first():
    tally = Tally(lines=1_234, carried=1_220)
    tally.published.update({"fix": 1_200, "static": 20})
    tally.refused.update({"checksum": 3, "too-long": 9})
    tally.passed_over["repeated"] = 2
    tally.remarks["heading"] = 1
    lines = tally.table().splitlines()
    assert [line.split()[0] for line in lines] == [
        "read",
        "carried",
        "fix",
        "static",
        "refused",
        "too-long",
        "checksum",
        "passed",
        "repeated",
        "heading",
    ]
    assert "the checksum says the line was damaged" in tally.table()
    assert tally.accounted == tally.lines


def test_the_table_says_what_went_wrong_with_the_whole():
    tally = Tally(lines=1, carried=1, sos_open=2, broken="a.gz: torn")
    assert "without receipt" in tally.table()
    assert tally.table().endswith("broken off: a.gz: torn")


def test_exit_codes_tell_a_good_run_from_one_that_failed():
    assert Tally(carried=1).exit_code == 0
    assert Tally().exit_code == 1
    assert Tally(carried=1, broken="torn").exit_code == 1
    assert Tally(carried=1, sos_open=1).exit_code == 1


def test_distinct_terminals_are_counted_up_to_a_bound():
    tally = Tally()
    for number in range(MAX_TERMINALS + 2):
        tally.saw(f"{number}")
        tally.saw(f"{number}")
    assert len(tally.terminals) == MAX_TERMINALS
