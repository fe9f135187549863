import msgspec
import pytest

from simulators.post import AIS, BEIDOU, FEEDS, Post
from twin.wire import HeartbeatBody, SenseBody

T0 = 1_795_000_000_000


def send(post, t_ms, device="a", feed=AIS, **more):
    body = SenseBody(t_ms=t_ms, value=1.0, unit="m")
    post.send(t_ms, f"station/{device}/water-level", body, feed, device, **more)


def test_letters_come_out_in_order_of_arrival_and_only_when_due():
    post = Post(T0)
    send(post, T0 + 100, "late", delay_ms=900)
    send(post, T0 + 500, "prompt")
    assert post.take(T0 + 499) == []
    assert [said.topic.split("/")[1] for said in post.take(T0 + 1_000)] == ["prompt", "late"]
    assert post.take(T0 + 10_000) == []


def test_every_letter_names_its_feed_its_boot_and_the_devices_own_number():
    post = Post(T0)
    for device in ("a", "b", "a"):
        send(post, T0, device)
    bodies = [msgspec.json.decode(said.payload, type=SenseBody) for said in post.take(T0)]
    assert [(body.via, body.boot, body.seq) for body in bodies] == [(AIS, T0, 1), (AIS, T0, 1), (AIS, T0, 2)]


def test_a_feed_that_is_cut_loses_letters_and_heartbeats_and_counts_them():
    post = Post(T0)
    post.cut(AIS, T0 + 10_000)
    send(post, T0 + 1_000)
    send(post, T0 + 1_000, feed=BEIDOU)
    send(post, T0 + 10_000)
    post.heartbeat(T0 + 5_000)
    topics = [said.topic for said in post.take(T0 + 20_000)]
    assert topics.count("station/a/water-level") == 2
    assert f"feed/{AIS}/heartbeat" not in topics
    assert f"feed/{BEIDOU}/heartbeat" in topics
    assert (post.lost[AIS], post.heard[AIS], post.heard[BEIDOU]) == (1, 1, 1)


def test_heartbeats_of_the_feeds_are_spread_and_count_what_was_heard():
    post = Post(T0)
    send(post, T0)
    post.heartbeat(T0)
    beats = [said for said in post.take(T0 + 5_000) if said.topic.startswith("feed/")]
    assert [said.topic for said in beats] == [f"feed/{feed}/heartbeat" for feed in FEEDS]
    assert len({said.t_ms for said in beats}) == len(FEEDS)
    assert msgspec.json.decode(beats[0].payload, type=HeartbeatBody).heard == 1


@pytest.mark.parametrize("qos", [0, 1])
def test_the_quality_of_service_is_kept(qos):
    post = Post(T0)
    send(post, T0, qos=qos)
    assert post.take(T0)[0].qos == qos


def test_a_deaf_feed_loses_letters_and_beats_on():
    post = Post(T0)
    post.deafen(AIS, T0 + 10_000)
    send(post, T0 + 1_000)
    send(post, T0 + 10_000)
    post.heartbeat(T0 + 5_000)
    topics = [said.topic for said in post.take(T0 + 20_000)]
    assert (topics.count("station/a/water-level"), post.lost[AIS], post.heard[AIS]) == (1, 1, 1)
    assert f"feed/{AIS}/heartbeat" in topics


def test_a_shorter_cut_does_not_end_a_longer_one():
    post = Post(T0)
    post.cut(AIS, T0 + 10_000)
    post.cut(AIS, T0 + 5_000)
    assert not post.hear(AIS, T0 + 9_000)


def test_a_tap_sees_every_letter_that_devices_send_and_none_that_is_put():
    post, seen = Post(T0), []

    def tap(said):
        seen.append(said)
        return (said, said)

    post.tap = tap
    send(post, T0 + 100)
    post.put(seen[0]._replace(topic="own"))
    assert [said.topic for said in post.take(T0 + 200)] == ["station/a/water-level"] * 2 + ["own"]
    assert len(seen) == 1
