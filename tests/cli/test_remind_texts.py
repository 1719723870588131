"""remind texts: a coordinator finds the texts, changes them, is told what is wrong, and sees a message before anybody gets it."""

from pathlib import Path

from tests.cli.conftest import Branch, Run


def test_texts_are_copied_changed_checked_and_seen(run: Run, tmp_path: Path) -> None:
    listed = run("remind", "texts", "--json").document
    assert [each["language"] for each in listed["languages"]] == [
        "sv",
        "en",
        "sv-easy",
        "ar",
        "so",
        "uk",
        "fi",
    ]
    assert listed["languages"][3] | {"file": ""} == {
        "language": "ar",
        "name": "العربية",
        "direction": "rtl",
        "file": "",
        "own": False,
        "read_by_native": False,
    }
    assert listed["faults"] == []
    folder = Path(listed["folder"])
    assert not folder.exists()
    copied = run("remind", "texts", "--copy", "--json").document
    assert copied == {
        "folder": str(folder),
        "copied": [str(folder / f"{each['language']}.toml") for each in listed["languages"]],
        "kept": [],
    }
    assert run("remind", "texts", "--check").status == 0
    own = folder / "sv.toml"
    own.write_text(own.read_text(encoding="utf-8").replace("$phone", "$telefon"), encoding="utf-8")
    checked = run("--lang", "sv", "remind", "texts", "--check")
    assert checked.status == 1
    assert "sv.toml, first.mail: Här finns inget som heter $telefon." in checked.out
    assert checked.lines[-1] == "Tills det är rättat används texterna som följde med programmet."
    assert run("remind", "texts", "--copy", "--json").document["copied"] == []
    assert "$telefon" in own.read_text(encoding="utf-8")


def test_a_message_is_seen_as_a_borrower_would_get_it(run: Run, branch: Branch, tmp_path: Path) -> None:
    run("branch", "set", "contact_phone=08-123 45 67")
    anna = branch.borrower("Anna Berg", "0701740605")
    hidden = branch.borrower("Leila Nur", "0701740606", "--protected")
    for number in (anna, hidden):
        run("lend", branch.article("tent", "4"), "--to", number)
    shown = run("remind", "texts", "--preview", "en", "--borrower", anna, "--step", "-2", "--json").document
    assert (shown["kind"], shown["made_up"], shown["segments"], shown["unicode"]) == (
        "before",
        False,
        1,
        False,
    )
    assert shown["sms"].startswith("Hi Anna Berg! It is soon time")
    assert "- Tent 4\n" in shown["sms"]
    assert "08-123 45 67" in shown["plain"]
    page = tmp_path / "mail.html"
    person = run("--lang", "en", "remind", "texts", "--preview", "ar", "--borrower", hidden)
    assert "No native speaker has read these texts yet." in person.lines
    assert "Leila" not in person.out
    assert run("remind", "texts", "--preview", "ar", "--receipt", "--html", str(page)).status == 0
    assert '<html lang="ar" dir="rtl">' in page.read_text(encoding="utf-8")
    for wrong in (
        ["--preview", "xx"],
        ["--borrower", anna],
        ["--copy", "--check"],
        ["--preview", "sv", "--step", "9" * 9],
    ):
        assert run("remind", "texts", *wrong).status == 2
