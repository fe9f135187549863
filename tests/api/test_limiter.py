from api.limiter import MAX_KEYS, Limiter


class Hand:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_burst_is_let_through_then_one_at_a_time():
    clock = Hand()
    limiter = Limiter(clock, burst=3, refill_s=10)
    assert [limiter.wait_s("a") for _ in range(4)] == [0, 0, 0, 10]
    clock.now_s = 4
    assert limiter.wait_s("a") == 6
    clock.now_s = 10
    assert limiter.wait_s("a") == 0
    assert limiter.refused == 2


def test_keys_do_not_share_tokens():
    limiter = Limiter(Hand(), burst=1, refill_s=10)
    assert limiter.wait_s("a") == 0
    assert limiter.wait_s("b") == 0
    assert limiter.wait_s("a") == 10


def test_a_token_given_back_can_be_used_again_but_never_more_than_the_burst():
    limiter = Limiter(Hand(), burst=2, refill_s=10)
    limiter.wait_s("a")
    for _ in range(5):
        limiter.give_back("a")
    assert [limiter.wait_s("a") for _ in range(3)] == [0, 0, 10]


def test_the_number_of_keys_is_bounded():
    limiter = Limiter(Hand(), burst=1, refill_s=10)
    for i in range(MAX_KEYS + 100):
        limiter.wait_s(str(i))
    assert len(limiter._buckets) == MAX_KEYS
    assert limiter.wait_s(str(MAX_KEYS + 99)) == 10
    assert limiter.wait_s("0") == 0
