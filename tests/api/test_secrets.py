import stat
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.secrets import ADMIN_VARIABLE, OWN_ACCOUNTS, Secrets, _quoted
from twin.port import ConfigError


def make(home, **environ):
    return Secrets.load_or_make(home, environ)


def test_a_first_start_draws_every_secret_and_keeps_the_file_private(tmp_path):
    home = tmp_path / "var"
    made = make(home)
    assert set(made.accounts) == set(OWN_ACCOUNTS)
    assert len({made.admin_password, *(a.password for a in made.accounts.values())}) == 1 + len(OWN_ACCOUNTS)
    assert len({a.client_id for a in made.accounts.values()}) == len(OWN_ACCOUNTS)
    assert stat.S_IMODE((home / "secrets.toml").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_second_start_reads_the_same_secrets(tmp_path):
    first, second = make(tmp_path), make(tmp_path)
    assert first.accounts == second.accounts
    assert first.admin_password == second.admin_password


def test_two_homes_share_no_secret(tmp_path):
    assert (
        make(tmp_path / "a").accounts["engine"].password != make(tmp_path / "b").accounts["engine"].password
    )


def test_the_environment_sets_the_first_admin_password_and_it_is_not_written(tmp_path):
    made = make(tmp_path, **{ADMIN_VARIABLE: "correct horse battery"})
    assert made.admin_password == "correct horse battery"
    assert "horse" not in (tmp_path / "secrets.toml").read_text()
    assert make(tmp_path).admin_password is None
    made.add_device("412000001", "ais-b")
    assert "horse" not in (tmp_path / "secrets.toml").read_text()


def test_the_environment_does_not_change_a_later_start(tmp_path):
    first = make(tmp_path)
    assert make(tmp_path, **{ADMIN_VARIABLE: "another long password"}).admin_password == first.admin_password


@pytest.mark.parametrize("password", ["", "short", "password1234", "ChangeMeChangeMe", "YugangYugang"])
def test_a_short_or_known_admin_password_is_refused_with_a_sentence(tmp_path, password):
    with pytest.raises(ConfigError, match="short or a known example") as refused:
        make(tmp_path, **{ADMIN_VARIABLE: password})
    assert refused.value.faults[0].file == ADMIN_VARIABLE
    assert not (tmp_path / "secrets.toml").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620])
def test_a_file_others_can_open_is_refused_with_the_remedy(tmp_path, mode):
    make(tmp_path)
    (tmp_path / "secrets.toml").chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600"):
        make(tmp_path)


def test_a_home_that_cannot_be_made_is_refused_with_the_remedy(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for home in (file, file / "below"):
        with pytest.raises(ConfigError, match="cannot be made") as refused:
            Secrets.load_or_make(home, {})
        assert refused.value.faults[0].remedy


def test_a_link_is_not_followed(tmp_path):
    make(tmp_path / "real")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "secrets.toml").symlink_to(tmp_path / "real" / "secrets.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        make(tmp_path / "home")


def write(home, text):
    path = home / "secrets.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(0o600)


GOOD = 'password = "0123456789abcdef0"\nclient_id = "fedcba98765432100"\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[", "not TOML"),
        (b"\xff\xfe", "not UTF-8"),
        ("token = 1", "not a word of this file"),
        ('admin_password = "changeme"', "known example"),
        ("admin_password = 5", "known example"),
        ("broker = 3", "not written as accounts"),
        ("device = 3", "not written as accounts"),
        (f"[broker.root]\n{GOOD}", "no account of the twin"),
        ("[broker]\nengine = 3", "needs exactly"),
        ('[broker.engine]\npassword = "0123456789abcdef0"', "needs exactly"),
        ('[broker.engine]\npassword = "passwordpassword"\nclient_id = "0123456789abcdef"', "known example"),
        ('[broker.engine]\npassword = "a\\"}, {user: x, p"\nclient_id = "0123456789abcdef"', "odd"),
        ('[broker.engine]\npassword = "$PASSWORD_OF_ENGINE"\nclient_id = "0123456789abcdef"', "odd"),
        (f'[[device]]\nname = "../x"\nkind = "ais-a"\n{GOOD}', "valid name and kind"),
        (f'[[device]]\nname = "x"\nkind = "submarine"\n{GOOD}', "valid name and kind"),
        (f'[[device]]\nname = "x"\nkind = ["ais-a"]\n{GOOD}', "valid name and kind"),
        ("device = [3]", "valid name and kind"),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_remedy(tmp_path, text, words):
    write(tmp_path, text)
    with pytest.raises(ConfigError, match=words) as refused:
        make(tmp_path)
    fault = refused.value.faults[0]
    assert fault.place
    assert fault.remedy


def test_an_account_that_was_removed_is_drawn_anew_and_the_rest_stays(tmp_path):
    write(tmp_path, f'admin_password = "a long enough one"\n[broker.engine]\n{GOOD}')
    made = make(tmp_path)
    assert made.accounts["engine"].password == "0123456789abcdef0"
    assert set(make(tmp_path).accounts) == set(OWN_ACCOUNTS)
    assert make(tmp_path).admin_password == "a long enough one"


def test_a_device_gets_an_account_of_its_own_that_a_restart_finds(tmp_path):
    made = make(tmp_path)
    added = made.add_device("412000001", "ais-b")
    assert added.user == "ais-b.412000001"
    again = make(tmp_path)
    assert again.device("412000001") == again.device("ais-b.412000001") == added
    assert again.accounts["engine"] == made.accounts["engine"]
    assert again.device("nobody") is None


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("a/b", "ais-a", "no id"),
        ("", "ais-a", "no id"),
        ("x", "ufo", "unknown"),
        ("twice", "gate", "already"),
    ],
)
def test_a_device_that_cannot_be_is_refused(tmp_path, name, kind, words):
    made = make(tmp_path)
    made.add_device("twice", "gate")
    with pytest.raises(ConfigError, match=words):
        made.add_device(name, kind)


def test_devices_added_at_once_by_two_commands_are_both_there(tmp_path):
    make(tmp_path)

    def add(first):
        secrets = Secrets.load(tmp_path)
        for number in range(first, first + 10):
            secrets.add_device(f"d{number}", "cell")

    adding = [threading.Thread(target=add, args=(first,)) for first in (0, 10)]
    for thread in adding:
        thread.start()
    for thread in adding:
        thread.join()
    assert sum(bool(account.name) for account in Secrets.load(tmp_path).accounts.values()) == 20
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.toml"]


def test_no_secret_stands_in_a_repr(tmp_path):
    made = make(tmp_path)
    shown = repr(made) + repr(made.accounts)
    for account in made.accounts.values():
        assert account.password not in shown
        assert account.client_id not in shown


@given(st.text(min_size=12).filter(lambda text: text.isprintable()))
def test_any_admin_password_survives_the_file(tmp_path_factory, text):
    home = tmp_path_factory.mktemp("home")
    try:
        write(home, f"admin_password = {_quoted(text)}")
        assert make(home).admin_password == text
    except ConfigError as refused:
        assert "known example" in str(refused)  # noqa: PT017  # the one password in a million that is one
