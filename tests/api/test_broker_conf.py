import re
from pathlib import Path

import pytest

from api import broker_conf
from api.broker_conf import CANARY, EVENT_WORDS, FIX_WORDS, allowed, nats_conf
from api.secrets import DEVICE_KINDS, Account, Secrets
from twin import wire
from twin.decode import Rejected, decode

ROOT = "yugang/sim/shipu"
PASSWORD, CLIENT_ID = "0123456789abcdef", "fedcba9876543210"


def device(kind, name="d1"):
    return Account(f"{kind}.{name}", PASSWORD, CLIENT_ID, kind, name)


def own(kind):
    return Account(kind, PASSWORD, CLIENT_ID, kind)


@pytest.mark.parametrize("kind", DEVICE_KINDS)
def test_a_device_may_use_only_topics_that_hold_its_own_name_and_the_clock(kind):
    may = allowed(device(kind), ROOT)
    assert may.publish
    assert all("/d1/" in topic and topic.startswith(ROOT + "/") for topic in may.publish)
    assert f"{ROOT}/clock" in may.subscribe
    assert all("/d1/" in topic for topic in may.subscribe if topic != f"{ROOT}/clock")


@pytest.mark.parametrize("kind", ["gateway", "simulator", *DEVICE_KINDS])
def test_nobody_but_the_engine_may_speak_as_the_twin(kind):
    account = own(kind) if kind in ("gateway", "simulator") else device(kind)
    said = " ".join(allowed(account, ROOT).publish)
    assert not re.search(r"/(call|receipt|clock|out)\b", said)
    assert "#" not in said


def test_the_two_sessions_of_the_twin_hear_together_what_the_simulator_may_say_and_share_nothing():
    assert {*EVENT_WORDS, *FIX_WORDS, wire.PROGRESS} == {
        topic.removeprefix(ROOT + "/") for topic in allowed(own("simulator"), ROOT).publish
    }
    assert not set(EVENT_WORDS) & set(FIX_WORDS)


def test_every_word_the_twin_hears_is_one_it_can_decode():
    for word in (*EVENT_WORDS, *FIX_WORDS, CANARY):
        filled = word.replace("terminal/+", "terminal/ais-a").replace("station/+/+", "station/s1/wind")
        heard = decode(wire.Letter(f"{ROOT}/{filled.replace('+', 'x1')}", b"{}", 0), ROOT)
        assert not isinstance(heard, Rejected) or heard.reason != "unknown-topic", word


def test_the_configuration_names_every_account_once_and_binds_it_to_mqtt(tmp_path):
    secrets = Secrets.load_or_make(tmp_path, {})
    secrets.add_device("412000001", "ais-b")
    text = nats_conf(tmp_path, "127.0.0.1", 1883, secrets.accounts.values(), ROOT)
    assert text.count("user: ") == text.count('allowed_connection_types: ["MQTT"]') == len(secrets.accounts)
    assert '"yugang.sim.shipu.terminal.ais-b.412000001.fix"' in text
    assert '"yugang.sim.shipu.terminal.*.*.fix"' in text
    assert '"yugang.sim.shipu.>"' in text
    assert "sync_interval: always" in text


def test_a_folder_with_odd_letters_cannot_break_out_of_its_quotes():
    text = nats_conf(Path('/a "b"\\渔港'), "127.0.0.1", 1883, [], ROOT)
    assert r'store_dir: "/a \"b\"\\渔港/store"' in text


def test_the_greatest_payload_we_decode_fits_the_broker_with_any_topic():
    topic = f"yugang/replay-{'r' * 32}/{'p' * 32}/terminal/wearable/{'t' * 32}/receipt"
    assert wire.MAX_PAYLOAD_BYTES + len(topic) + 16 <= broker_conf.FRAME_BYTES
