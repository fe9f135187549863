import pytest

from api.mqtt_login import Login, login_of_url
from twin.port import ConfigError


def test_an_address_names_host_port_and_account_with_odd_letters_escaped():
    login = login_of_url("mqtt://gate%40way:p%2Fw%3A@10.0.0.7:1884", "id")
    assert login == Login("10.0.0.7", 1884, "gate@way", "p/w:", "id")


def test_the_usual_ports_stand_in_where_none_is_named():
    assert login_of_url("mqtt://h", "id").port == 1883
    assert login_of_url("mqtts://u:p@[::1]", "id") == Login("::1", 8883, "u", "p", "id", tls=True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:1883",
        "http://h",
        "mqtt://",
        "mqtt://h:70000",
        "mqtt://h:x",
        "mqtt://h/topic",
        "mqtt://h?a=b",
    ],
)
def test_what_is_no_address_is_refused_with_the_form_and_without_repeating_it(url):
    with pytest.raises(ConfigError, match="mqtt://user:password@host:port") as refused:
        login_of_url(url.replace("mqtt://h", "mqtt://u:topsecret@h"), "id")
    assert "topsecret" not in str(refused.value)


def test_only_tls_brings_a_context_and_no_secret_stands_in_a_repr():
    login = login_of_url("mqtts://u:topsecret@h", "hidden-id")
    assert login.tls_context() is not None
    assert login_of_url("mqtt://h", "id").tls_context() is None
    assert "topsecret" not in repr(login)
    assert "hidden-id" not in repr(login)
