def test_a_deaf_feed_goes_on_beating_and_hears_nothing(play, inject):
    played = play(inject("feed-deaf", feed="ais-shipu", for_s=60), seconds=150)
    beats = played.of("feed/ais-shipu", 0, 150)
    assert len(beats) == 30
    assert len({body["heard"] for second, body in beats if 30 <= second < 90}) == 1
    assert not played.of("terminal/ais-", 32, 90)
    assert played.of("terminal/ais-", 95, 150)
    assert played.injected[0].letters > 20
