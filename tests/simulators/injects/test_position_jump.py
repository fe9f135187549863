def test_one_boat_is_somewhere_else_for_a_while(play, inject, shipu):
    vessel = shipu.vessels[0]
    text = inject("position-jump", vessel=vessel.id, north_m=11_119.5, for_s=600)
    calm, played = play("", seconds=700), play(text, seconds=700)
    both = zip(calm.letters, played.letters, strict=True)
    changed = [(was, said) for was, said in both if was.payload != said.payload]
    own = {f"terminal/{terminal.replace(':', '/')}/fix" for terminal in vessel.terminals}
    assert changed
    assert {said.topic for _, said in changed} <= own
    assert played.injected[0].whom == [vessel.id]
    assert played.injected[0].letters == len(changed)
