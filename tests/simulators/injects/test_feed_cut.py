def test_a_cut_feed_is_silent_with_its_heartbeat_and_the_loss_is_counted(play, inject):
    played = play(inject("feed-cut", feed="bds-gw", for_s=60), seconds=150)
    assert not played.of("feed/bds-gw", 30, 90)
    assert len(played.of("feed/bds-gw", 0, 30)) == 6
    assert len(played.of("feed/bds-gw", 90, 150)) == 12
    assert played.of("feed/ais-shipu", 30, 90)
    (truth,) = played.injected
    assert (truth.kind, truth.whom, truth.until_ms - truth.from_ms) == ("feed-cut", ["bds-gw"], 60_000)


def test_what_a_cut_ais_station_would_have_heard_is_lost(play, inject):
    played = play(inject("feed-cut", feed="ais-shipu", for_s=60))
    assert not [s for s, body in played.of("terminal/ais-", 32, 90) if body["via"] == "ais-shipu"]
    assert played.injected[0].letters > 20
