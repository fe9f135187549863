from geo.faults import MAX_FAULTS, FaultList, Place


def test_a_place_reads_from_the_feature_down_to_the_position():
    assert str(Place("feature 3 (harbour)", "ring 1", 17, (121.95, 29.2))) == (
        "feature 3 (harbour), ring 1, coordinate 17, at 121.95, 29.2"
    )
    assert str(Place("the file")) == "the file"


def test_a_fault_reads_as_place_why_and_remedy():
    faults = FaultList()
    faults.add(Place("feature 0"), "it has no id", "give it one")
    assert str(faults.all()[0]) == "feature 0: it has no id; give it one"


def test_positions_with_one_fault_in_common_are_told_once_and_counted():
    faults = FaultList()
    faults.add_group(Place("f", "ring 0"), [(4, (1.0, 2.0)), (5, None)], "wrong", "mend")
    faults.add_group(Place("f"), [], "never", "said")
    assert faults.count == 1
    assert faults.all()[0].why == "wrong (and 1 more here)"
    assert faults.all()[0].place == Place("f", "ring 0", 4, (1.0, 2.0))


def test_more_faults_than_a_person_reads_are_counted():
    faults = FaultList()
    for number in range(MAX_FAULTS + 7):
        faults.add(Place(f"feature {number}"), "wrong", "mend")
    assert faults.count == MAX_FAULTS + 7
    assert len(faults.all()) == MAX_FAULTS + 1
    assert faults.all()[-1].why == f"it has 7 faults more than the {MAX_FAULTS} listed"
