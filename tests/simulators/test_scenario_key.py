from simulators.scenario_key import LONGEST_S, MUST, Key, flag, latitude, longitude, seconds, text, word


def test_each_sort_of_key_reads_what_its_name_says():
    assert seconds("at_s", "when") == Key("at_s", "when", "number", MUST, 0, LONGEST_S)
    assert word("feed", "which", "feed").among == "feed"
    assert word("feed", "which", ("a",), "").default == ""
    assert (text("why", "why", longest=5).reads, text("why", "why", longest=5).high) == ("text", 5)
    assert (flag("test", "so").reads, flag("test", "so").default) == ("flag", False)
    assert (longitude("lon", "x").reads, latitude("lat", "y").reads) == ("lon", "lat")
