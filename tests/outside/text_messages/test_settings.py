"""[sms] of the configuration file: what cannot work is said before the first message, in one sentence with the cure."""

import re
import tomllib
from pathlib import Path

import pytest

from fritids.config.text_messages import SmsSettings, sms_settings
from fritids.errors import UsageError
from tests.conftest import REPOSITORY

ELKS = """
gateway = "46elks"
sender = "Fritidsbank"
price = "0,52 kr"
user = "u0123456789"
"""
HTTP = """
gateway = "http"
sender = "Fritidsbank"
url = "https://sms.example.se/send"
user = "u1"
fields = { to = "to", from = "from", text = "text", reference = "ref" }
answers = { id = "id" }
"""
SECRET = {"FRITIDS_SMS_PASSWORD": "hush-hush"}


def read(text: str, env: dict[str, str] = SECRET) -> SmsSettings:
    settings = sms_settings(tomllib.loads(text), env)
    assert settings is not None
    return settings


def test_46elks_needs_five_lines() -> None:
    settings = read(ELKS)
    assert (settings.gateway, settings.sender, settings.price) == ("46elks", "Fritidsbank", "0,52 kr")
    assert settings.url == "https://api.46elks.com/a1"
    assert "hush" not in repr(settings)
    assert "u0123456789" not in repr(settings)
    assert sms_settings({}, {}) is None


def test_what_the_handbook_shows_can_be_copied() -> None:
    handbook = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    section = handbook.split("\n### Text messages\n", 1)[1].split("\n### ", 1)[0]
    shown = [tomllib.loads(block)["sms"] for block in re.findall(r"```toml\n(.*?)```", section, re.DOTALL)]
    found = [sms_settings(table, SECRET) for table in shown]
    assert [settings and settings.gateway for settings in found] == ["46elks", "http"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('gateway = "46elk"', 'gateway = "46elks" | "http"'),
        ("gateway = 46", 'gateway = "46elks" | "http"'),
        ('sender = "Fritidsbanken"', "3 to 11 letters"),
        ('sender = "KOM-FORT"', "3 to 11 letters"),
        ('sender = "Åre"', "3 to 11 letters"),
        ('sender = "0701234567"', "3 to 11 letters"),
        ('sender = ""', "sender of [sms] is not right"),
        ("price = 0.52", 'price = "0,52 kr"'),
        ('usr = "u1"', "not known: usr. The settings are gateway, sender, price, user, password_file"),
        ('method = "POST"', "not known: method"),
        ('password = "hush"', "does not belong in the configuration file"),
        ('url = "http://api.46elks.com/a1"', "no safe address"),
        ('url = "https://u:hush@api.46elks.com/a1"', "no safe address"),
        ('url = "https://api.46elks.com:99999/"', "no safe address"),
        ('url = "https://{id}.46elks.com/"', "no safe address"),
        ('user = "u1:x"', "user of [sms] is not right"),
        ("timeout = 0", "timeout = 30"),
        ("timeout = true", "timeout = 30"),
    ],
)
def test_what_is_wrong_with_46elks(line: str, says: str) -> None:
    key = line.split(" ", maxsplit=1)[0]
    kept = [each for each in ELKS.splitlines() if not each.startswith(f"{key} ")]
    with pytest.raises(UsageError) as caught:
        read("\n".join([*kept, line]))
    assert says in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "line", "says"),
    [
        ("url", "", 'lacks url. It is written like this: url = "https://'),
        ("url", 'url = "http://sms.example.se/send"', "no safe address"),
        ("fields", "", "[sms.fields] lacks to"),
        ("fields", 'fields = "to"', "Begin it with [sms.fields]"),
        ("fields", 'fields = { to = "to", from = "to", text = "text" }', "the same place: to"),
        ("fields", 'fields = { to = "to", from = "from", text = "text", txt = "x" }', "not known: txt"),
        ("answers", "", "[sms.answers] lacks id"),
        ("answers", 'answers = { id = "id", taken = ["queued"] }', "taken of [sms.answers] is not right"),
        ("answers", 'answers = { id = "id", taken = [99] }', "taken of [sms.answers] is not right"),
        ("answers", 'answers = { id = "id", taken = [200], later = [200] }', "later of [sms.answers]"),
        ("extra", "extra = { text = 1 }", "the same place: text"),
        ("extra", "extra = { when = 2026-02-16 }", "when of [sms.extra] is not right"),
        ("headers", 'headers = { Authorization = "x" }', "[sms.headers] cannot set Authorization"),
        ("headers", 'headers = { "X-A\\r\\nB" = "x" }', "[sms.headers] cannot set"),
        ("headers", 'headers = { X-A = "x\\r\\nB: y" }', "X-A of [sms.headers] is not right"),
        ("format", 'format = "json"\nmethod = "GET"', 'format = "form"'),
        ("format", 'format = "json"\nextra = { to = { a = 1 } }', "the same place: to"),
        ("lookup", 'lookup = { url = "https://sms.example.se/m", status = "s", taken = ["x"] }', "{id}"),
        ("lookup", 'lookup = { url = "https://sms.example.se/{id}", status = "s" }', "lacks delivered"),
        ("lookup", 'lookup = { url = "https://sms.example.se/{id}", status = "s", failed = [5] }', "failed"),
        ("user", "", "[sms] lacks user"),
    ],
)
def test_what_is_wrong_with_another_service(key: str, line: str, says: str) -> None:
    kept = [each for each in HTTP.splitlines() if not each.startswith(f"{key} ")]
    with pytest.raises(UsageError) as caught:
        read("\n".join([*kept, line]))
    assert says in str(caught.value)


def test_a_name_with_a_blank_and_a_short_number_are_senders_elsewhere() -> None:
    for sender in ("Fri & Fritid", "Lek-Lån", "123456789"):
        with pytest.raises(UsageError):
            read(HTTP.replace("Fritidsbank", sender))
    for sender in ("Fri & Sport", "71500", "+46701234567"):
        assert read(HTTP.replace("Fritidsbank", sender)).sender == sender


def test_without_a_password_it_says_where_to_put_one(tmp_path: Path) -> None:
    """Also a service that wants it in a header of its own; one that wants none needs none."""
    for text in (ELKS, HTTP, HTTP + 'auth = "none"\nheaders = { X-Key = "{password}" }'):
        with pytest.raises(UsageError, match="FRITIDS_SMS_PASSWORD"):
            read(text, {})
    assert read(HTTP + 'auth = "none"', {}).password is None
    with pytest.raises(UsageError, match="as the service shows it"):
        read(ELKS, {"FRITIDS_SMS_PASSWORD": "hemligt\u2013ord"})
    secret = tmp_path / "secret"
    secret.write_text("from-a-file\n")
    secret.chmod(0o600)
    found = read(ELKS + f"password_file = '{secret}'", {}).password
    assert found is not None
    assert found.reveal() == "from-a-file"
