from simulators.injects.broken import SORTS


def test_one_letter_of_each_sort_is_sent_once(play, inject, shipu):
    calm = play("", seconds=60)
    played = play(inject("malformed", terminal=shipu.vessels[0].terminals[0]), seconds=60)
    assert len(played.letters) - len(calm.letters) == len(SORTS)
    (truth,) = played.injected
    assert (truth.letters, truth.from_ms) == (len(SORTS), truth.until_ms)


def test_a_sort_may_be_chosen(play, inject, shipu):
    played = play(inject("malformed", terminal=shipu.vessels[0].terminals[0], sorts=["huge"]), seconds=40)
    assert [len(said.payload) > 65_536 for said in played.letters].count(True) == 1
