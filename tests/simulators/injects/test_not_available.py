import msgspec


def test_one_boat_says_that_it_has_no_speed_course_or_heading(play, inject, shipu):
    vessel = shipu.vessels[0]
    calm = play("", seconds=300)
    played = play(inject("not-available", vessel=vessel.id, for_s=200), seconds=300)
    both = zip(calm.letters, played.letters, strict=True)
    changed = [(was, said) for was, said in both if was.payload != said.payload]
    own = {f"terminal/{terminal.replace(':', '/')}/fix" for terminal in vessel.terminals}
    assert changed
    assert {said.topic for _, said in changed} <= own
    for was, said in changed:
        body, before = msgspec.json.decode(said.payload), msgspec.json.decode(was.payload)
        assert (body["sog_kn"], body["cog_deg"], body["heading_deg"]) == (102.3, 360.0, 511.0)
        assert (body["lon"], body["lat"], body["t_ms"]) == (before["lon"], before["lat"], before["t_ms"])
    assert played.injected[0].letters == len(changed)
