from collections import Counter

from simulators.injects.broken import SORTS
from twin import wire
from twin.decode import Rejected, decode

ROOT = "yugang/sim/shipu"


def test_so_many_letters_a_second_each_of_the_next_sort(play, inject, shipu):
    terminal = shipu.vessels[0].terminals[0]
    text = inject("message-storm", terminal=terminal, per_s=100, sorts=["sound", "truncated"], for_s=10)
    played = play(text, seconds=60)
    topic = f"terminal/{terminal.replace(':', '/')}/fix"
    heard = Counter()
    for said in played.letters:
        if said.topic == topic and 29 <= played.seconds(said) <= 42:
            letter = wire.Letter(f"{ROOT}/{said.topic}", said.payload, said.t_ms)
            heard[isinstance(decode(letter, ROOT), Rejected)] += 1
    assert heard[True] == 500
    assert 500 <= heard[False] <= 502  # and the terminal's own
    assert played.injected[0].letters == 1_000


def test_every_sort_may_be_in_a_storm(play, inject, shipu):
    terminal = shipu.vessels[0].terminals[0]
    text = inject("message-storm", terminal=terminal, per_s=12, sorts=list(SORTS), for_s=1)
    assert play(text, seconds=40).injected[0].letters == 12
