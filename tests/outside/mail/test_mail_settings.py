"""The table `mail` of the configuration, and where its password comes from: each fault in one sentence that says what to write."""

import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from fritids.config.mail import MailSettings, Security, mail_settings
from fritids.config.places import config_path
from fritids.config.secrets import Secret
from fritids.errors import UsageError

TABLE = {"host": "smtp.example.org", "user": "desk", "sender": "noreply@example.org"}
ENV = {"FRITIDS_SMTP_PASSWORD": "hemligt å"}


def fault(table: Mapping[str, object], env: Mapping[str, str] = ENV) -> str:
    with pytest.raises(UsageError) as caught:
        mail_settings(table, env)
    return caught.value.message


def a_file(text: bytes, mode: int = 0o600) -> Path:
    """`password` beside the configuration file."""
    path = config_path().parent / "password"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    path.chmod(mode)
    return path


def test_three_lines_are_enough() -> None:
    found = mail_settings(TABLE, ENV)
    assert found == MailSettings(
        host="smtp.example.org", sender="noreply@example.org", user="desk", password=Secret("hemligt å")
    )
    assert (found.port, found.security, found.timeout) == (587, Security.STARTTLS, 60)
    other = mail_settings({**TABLE, "security": "tls", "sender": "lån@åäö.se".replace("å", "a", 1)}, ENV)
    assert other is not None
    assert (other.port, other.sender) == (465, "lan@xn--4cab6c.se")
    assert mail_settings(None, ENV) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hots": "x"}, "setting that is not known: hots"),
        ({"host": None}, 'lacks host. It is written like this: host = "smtp.example.org"'),
        ({"host": "smtp://mail.example.org:587"}, "the port is a setting of its own"),
        ({"host": "mail.example.org", "security": "none"}, "would let others read names and loans on their way to mail.example.org"),
        ({"security": "ssl"}, 'security = "starttls" | "tls" | "none"'),
        ({"security": ["tls"]}, 'security = "starttls"'),
        ({"port": "587"}, "like this: port = 587"),
        ({"port": True}, "like this: port = 587"),
        ({"port": 65536}, "like this: port = 587"),
        ({"sender": "Fritidsbanken <noreply@example.org>"}, "a name goes into sender_name"),
        ({"sender": None}, "a name goes into sender_name"),
        ({"sender_name": "Fritids\r\nBcc: alla@example.org"}, 'sender_name = "Fritidsbanken"'),
        ({"timeout": 0}, "like this: timeout = 60"),
        ({"user": None, "password_file": "password"}, "has a password_file but no user"),
        ({"certificates": "gone.pem"}, "gone.pem, which [mail] names for certificates"),
        ({"certificates": "~nobody-known/x"}, "x, which [mail] names for certificates"),
        ({"certificates": "x" * 300}, "x, which [mail] names for certificates"),
        ({"password": "hemligt"}, "A password does not belong in the configuration file"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_to_write(change: dict[str, object], said: str) -> None:
    sentence = fault({key: value for key, value in {**TABLE, **change}.items() if value is not None})
    assert said in sentence
    assert str(config_path()) in sentence
    assert "hemligt" not in sentence


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_in_clear_only_to_a_server_on_this_computer(host: str) -> None:
    found = mail_settings({"host": host, "security": "none", "sender": "noreply@example.org"}, {})
    assert found is not None
    assert (found.port, found.user, found.password) == (25, None, None)


def test_a_password_comes_from_the_environment_else_its_file() -> None:
    path = a_file("lösenord \r\n".encode())
    table = {**TABLE, "password_file": "password"}
    from_file, from_env = mail_settings(table, {}), mail_settings(table, ENV)
    assert from_file is not None
    assert from_env is not None
    assert (from_file.password, from_env.password) == (Secret("lösenord "), Secret("hemligt å"))
    assert "lösenord" not in f"{from_file} {from_file!r} {from_file.password} {[from_file.password]}"
    with pytest.raises(TypeError):
        pickle.dumps(from_file.password)
    path.unlink()
    assert "There is no password file" in fault(table, {})
    assert "There is no password file" in fault({**TABLE, "password_file": "~nobody-known/x"}, {})
    assert "cannot be read" in fault({**TABLE, "password_file": "x" * 300}, {})


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        (b"hemligt", 0o640, "chmod 600"),
        (b"hemligt", 0o604, "chmod 600"),
        (b"\n", 0o600, "holds one line, the password, and nothing else"),
        (b"hemligt\nrad", 0o600, "holds one line, the password, and nothing else"),
        (b"hemligt\xff", 0o600, "cannot be read"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the rights of files elsewhere")
def test_a_password_file_that_others_may_read_or_that_holds_more_is_refused(
    text: bytes, mode: int, said: str
) -> None:
    path = a_file(text, mode)
    sentence = fault({**TABLE, "password_file": str(path)}, {})
    assert said in sentence
    assert str(path) in sentence
    assert "hemligt" not in sentence


def test_without_both_the_keyring_is_asked_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run by a timer often has none that is open; then it says where to put the password."""
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    keyring.__spec__ = sys.__spec__
    errors.KeyringError = type("KeyringError", (Exception,), {})  # type: ignore[attr-defined]  # stands for the package
    keyring.get_password = lambda service, user: f"{service} {user}"  # type: ignore[attr-defined]  # as above
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    found = mail_settings(TABLE, {})
    assert found is not None
    assert found.password == Secret("fritids-mail desk")

    def is_locked(_service: str, _user: str) -> str:
        raise errors.KeyringError

    keyring.get_password = is_locked  # type: ignore[attr-defined]  # as above
    assert "has the user desk, whose password is nowhere" in fault(TABLE, {})
