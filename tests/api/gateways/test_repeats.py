from api.gateways.repeats import MAX_REMEMBERED, WINDOW_HEARD, WINDOW_MS, Repeats
from api.gateways.said import Distress, Fix, Heard, Static


def fix(second: int | None = 7, lat: float = 29.0) -> Heard:
    return Heard(None, (Fix(kind="ais-a", terminal="412345678", lon=122.0, lat=lat, second=second),))


def test_the_same_words_are_a_repeat_whatever_the_radio_bits():
    repeats = Repeats()
    assert not repeats.seen(fix(), b"one", 0)
    assert repeats.seen(fix(), b"two", WINDOW_MS)
    assert not repeats.seen(fix(), b"one", WINDOW_MS + 1)


def test_without_a_second_the_radio_bits_tell_two_reports_of_a_moored_boat_apart():
    repeats = Repeats()
    assert not repeats.seen(fix(None), b"one", 0)
    assert not repeats.seen(fix(None), b"two", 0)
    assert repeats.seen(fix(None), b"two", 0)


def test_without_times_the_window_is_counted_in_messages():
    repeats = Repeats()
    assert not repeats.seen(fix(), b"", None)
    for number in range(WINDOW_HEARD - 1):
        repeats.seen(fix(lat=number / WINDOW_HEARD), b"", None)
    assert repeats.seen(fix(), b"", None)
    assert not repeats.seen(fix(), b"", None)


def test_static_claims_are_repeats_and_distress_calls_never():
    repeats = Repeats()
    static = Heard(None, (Static(kind="ais-b", terminal="412345678", name="PU TUO 18"),))
    sos = Heard(None, (Distress(kind="ais-a", terminal="972000001", sos="man-overboard", test=False),))
    assert [repeats.seen(static, b"", 0) for _ in range(2)] == [False, True]
    assert [repeats.seen(sos, b"", 0) for _ in range(2)] == [False, False]


def test_what_is_remembered_is_bounded_and_the_oldest_goes_first():
    repeats = Repeats()
    for number in range(MAX_REMEMBERED + 1):
        repeats.seen(fix(lat=number / MAX_REMEMBERED), b"", 0)
    assert repeats.seen(fix(lat=1.0), b"", 0)
    assert not repeats.seen(fix(lat=0.0), b"", 0)
