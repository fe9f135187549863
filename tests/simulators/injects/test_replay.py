from collections import Counter

import pytest


@pytest.mark.parametrize("numbered", [True, False])
def test_the_letters_of_the_last_minute_come_again_in_order(play, inject, numbered):
    text = inject("replay", at_s=90, last_s=60, numbered=numbered)
    calm, played = play("", seconds=150), play(text, seconds=150)
    again = Counter(s[1:] for s in played.letters) - Counter(s[1:] for s in calm.letters)
    (truth,) = played.injected
    assert truth.letters == sum(again.values()) > 50
    assert not any(topic.startswith("feed/") for topic, _, _ in again)
    assert all((b'"seq"' in payload) == numbered for _, payload, _ in again)
    if numbered:
        first = Counter(s[1:] for s in calm.letters if 28 <= played.seconds(s) <= 90)
        assert not again - first


def test_only_one_feed_may_be_replayed(play, inject):
    text = inject("replay", at_s=20, last_s=60, feed="bds-gw", numbered=False)
    calm, played = play("", seconds=60), play(text, seconds=60)
    again = Counter(s[1:] for s in played.letters) - Counter(s[1:] for s in calm.letters)
    assert again
    assert all(b'"via":"bds-gw"' in payload for _, payload, _ in again)
