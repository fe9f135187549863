from collections import Counter


def test_a_batch_comes_late_whole_and_out_of_order(play, inject):
    text = inject("late-batch", at_s=1, for_s=60)
    calm, played = play("", seconds=150), play(text, seconds=150)
    assert not played.of("terminal/beidou", 0, 61)
    assert len(played.of("feed/bds-gw")) == len(calm.of("feed/bds-gw"))
    tens = [body["t_ms"] // 10_000 for _, body in played.of("terminal/beidou", 61, 75)]
    assert tens != sorted(tens)
    assert Counter(s[1:] for s in played.letters) == Counter(s[1:] for s in calm.letters)
    assert played.injected[0].letters == len(calm.of("terminal/beidou", 0, 61)) > 10
