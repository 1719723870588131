"""A month later the disk dies: the printed page, followed word by word on an empty home folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from fritids.outside import sealed

TIMEOUT = 60


class Computer:
    """One with a home folder of its own, and whatever stick is plugged in."""

    def __init__(self, home: Path, media: Path) -> None:
        home.mkdir()
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "FRITIDS_"))}
        self.home = home
        self._env = {**kept, "HOME": str(home), "FRITIDS_MEDIA": str(media), "LANG": "sv_SE.UTF-8"}

    def types(self, line: str, *answers: str, status: int = 0) -> str:
        """What stands on the screen after typing `line`, with these answers."""
        words = line.split()
        assert words[0] == "fritids"
        done = subprocess.run(
            [sys.executable, "-m", "fritids", *words[1:]],
            input="".join(f"{answer}\n" for answer in answers), env=self._env,
            capture_output=True, text=True, check=False, timeout=TIMEOUT, cwd=self.home,
        )  # fmt: skip
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr


def words_on(page: Path) -> str:
    document = pypdfium2.PdfDocument(page)
    assert len(document) == 1
    text: str = document[0].get_textpage().get_text_range()
    document.close()
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("locked", [False, True])
def test_the_page_brings_a_branch_back_on_an_empty_computer(tmp_path: Path, locked: bool) -> None:
    media = tmp_path / "media"
    (media / "STICK").mkdir(parents=True)
    old = Computer(tmp_path / "old", media)
    old.types("fritids init --name Testbanken")
    old.types("fritids borrower add --name Anna --phone 0701234567")
    secret = ""
    if locked:
        secret = key_from_paper(old)
    old.types(f"fritids backup --to {media / 'STICK'}")
    page = tmp_path / "page.pdf"
    old.types(f"fritids backup --page {page}")
    text = words_on(page)
    assert len(re.findall(r"(?m)^[1-9]\.", text)) == 3 + locked
    (command,) = re.findall(r"(?m)^fritids restore.*$", text)

    new = Computer(tmp_path / "new", media)
    assert "Inget ändrades" in new.types(command, *([secret] if locked else []), "nej", status=1)
    assert not list(new.home.rglob("fritids.db"))
    said = new.types(command, *([secret.lower()] if locked else []), "ja")
    assert "Den nyaste säkerhetskopian" in said
    assert "används nu" in said
    assert "Anna" in new.types("fritids borrower list")
    (database,) = new.home.rglob("fritids.db")
    assert database.stat().st_mode & 0o077 == 0
    assert not list(tmp_path.rglob("*.partial*"))


def key_from_paper(computer: Computer) -> str:
    """Make a key as its user does, who has only the page; the code is on it, and nothing of it stays on the computer."""
    page = computer.home / "key.pdf"
    process = subprocess.Popen(
        [sys.executable, "-m", "fritids", "backup", "--make-key", str(page)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=computer._env,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Nyckel:"):
            break
    assert page.stat().st_mode & 0o077 == 0
    secret = "".join(re.findall(r"(?m)^[A-Z0-9-]{15,19}$", words_on(page)))
    process.stdin.write(sealed.new_key()[1].reveal() + "\n" + secret + "\n")
    process.stdin.close()
    rest = process.stdout.read()
    assert process.wait(TIMEOUT) == 0, rest
    assert not page.exists()
    for path in computer.home.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes()
    (config,) = computer.home.rglob("fritids.toml")
    assert config.stat().st_mode & 0o777 == 0o600
    return secret


def test_a_key_that_nobody_read_from_the_paper_is_not_in_force(tmp_path: Path) -> None:
    computer = Computer(tmp_path / "home", tmp_path / "media")
    computer.types("fritids init --name Testbanken")
    computer.types(f"fritids backup --make-key {tmp_path / 'key.pdf'}", status=1)
    assert not (tmp_path / "key.pdf").exists()
    assert not list(computer.home.rglob("fritids.toml"))


def test_without_any_backup_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    computer = Computer(tmp_path / "home", tmp_path / "media")
    assert "Sätt i minnet" in computer.types("fritids restore", status=2)
