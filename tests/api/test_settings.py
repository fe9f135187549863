import socket
from pathlib import Path

import pytest

from api.settings import HouseOptions, address_of, bound_socket, check_options, own_origins
from twin.port import ConfigError


def options(**more: object) -> HouseOptions:
    return HouseOptions(**more)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"listen": "localhost:0"},
        {"listen": "[::1]:8000"},
        {"realm": "drill-3"},
        {"realm": "live", "simulator": False},
        {"realm": "replay-x", "simulator": False, "speed": 60.0},
    ],
)
def test_sound_options_pass(more):
    check_options(options(**more))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"listen": "0.0.0.0:8000"}, "without TLS"),
        ({"listen": "[::]:8000"}, "without TLS"),
        ({"listen": "example.org:8000"}, "without TLS"),
        ({"listen": "127.0.0.1"}, "no address"),
        ({"listen": "127.0.0.1:99999"}, "no address"),
        ({"mqtt_listen": ":1883"}, "no address"),
        ({"tls_cert": Path(__file__)}, "go together"),
        ({"tls_cert": Path("/nowhere"), "tls_key": Path("/nowhere")}, "is no file"),
        ({"realm": "test"}, "is no realm"),
        ({"realm": "live"}, "nothing is simulated in live"),
        ({"realm": "replay-a"}, "--no-simulator"),
        ({"realm": "live", "simulator": False, "speed": 2.0}, "pace of the world"),
        ({"speed": 0.0}, "out of range"),
        ({"speed": float("nan")}, "out of range"),
        ({"boats": 0}, "out of range"),
        ({"seed": -1}, "out of range"),
        ({"public_urls": ("twin.example",)}, "no address"),
    ],
)
def test_options_that_cannot_be_are_refused_with_a_remedy(more, words):
    with pytest.raises(ConfigError, match=words) as refused:
        check_options(options(**more))
    assert all(fault.remedy for fault in refused.value.faults)


def test_an_address_is_a_host_and_a_port():
    assert address_of("--listen", "127.0.0.1:0") == ("127.0.0.1", 0)
    assert address_of("--listen", "[::1]:80") == ("::1", 80)


def test_a_server_is_reached_by_the_names_of_this_machine_and_those_it_was_given():
    origins = own_origins(options(public_urls=("https://twin.example/",)), 8000)
    assert {"http://127.0.0.1:8000", "http://localhost:8000", "https://twin.example"} <= origins
    assert not any("8001" in origin or "evil" in origin for origin in origins)


def test_a_taken_address_is_refused_before_anything_starts():
    with bound_socket(("127.0.0.1", 0)) as taken:
        assert isinstance(taken, socket.socket)
        with pytest.raises(ConfigError, match="cannot be used"):
            bound_socket(taken.getsockname())
