from simulators.behaviours.go_dark import go_dark


def test_a_boat_that_goes_dark_keeps_sailing(told):
    running = told("zxy10560", starts={"zxy10560": ("return", (122.2, 29.1))})
    running.run(100)
    go_dark(running.scene, 0, 600.0)
    assert running.scene.dark_until_s[0] == 700.0
    before = running.scene.here(0)
    running.run(60)
    assert running.scene.behaviour[0] == "return"
    assert (running.scene.here(0) != before).any()
