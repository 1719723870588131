"""A month later the disk dies: the printed page, followed word by word on an empty home folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2

from fritids.outside import sealed

TIMEOUT = 300


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


def test_the_page_brings_a_branch_back_on_an_empty_computer(tmp_path: Path) -> None:
    media = tmp_path / "media"
    (media / "STICK").mkdir(parents=True)
    old, new = Computer(tmp_path / "old", media), Computer(tmp_path / "new", media)
    assert "Sätt i minnet" in new.types("fritids restore", status=2)
    old.types("fritids init --name Testbanken")
    old.types("fritids borrower add --name Anna --phone 0701234567")
    old.types(f"fritids backup --to {media / 'STICK'}")
    command = command_on_page(old, tmp_path / "page.pdf", lines=4)
    assert "Inget ändrades" in new.types(command, "nej", status=1)
    assert not list(new.home.rglob("fritids.db"))
    said = new.types(command, "ja")
    assert "Den nyaste säkerhetskopian" in said
    assert "används nu" in said
    assert "Anna" in new.types("fritids borrower list")
    (database,) = new.home.rglob("fritids.db")
    assert (database.stat().st_mode | database.parent.stat().st_mode) & 0o077 == 0

    old.types(f"fritids backup --make-key {tmp_path / 'nobody-read.pdf'}", status=1)
    assert not list(old.home.rglob("fritids.toml"))
    secret = key_from_paper(old)
    on_stick = media / "STICK" / "fritids-backups"
    (plain,) = on_stick.glob("*.db")
    plain.rename(on_stick / "testbanken-20250101-100000.db")  # of another day: it is not replaced
    old.types("fritids backup")
    # What was put there before there was a key is locked too.
    assert len(list(on_stick.glob("*.db.age"))) == 2
    assert not list(on_stick.glob("*.db"))
    command = command_on_page(old, tmp_path / "page2.pdf", lines=4)
    newer = Computer(tmp_path / "newer", media)
    # A scanner with another keyboard's signs, and capitals turned round.
    said = newer.types(command, secret.lower().replace("-", "+"), "ja")
    assert "används nu" in said
    assert "finns inte med: gör om det" in said
    # The new computer locks as the old one did: else its first backup would lie on the stick for all to read.
    newer.types("fritids backup")
    assert [each for each in on_stick.iterdir() if each.suffix == ".age"]
    assert not [each for each in on_stick.iterdir() if each.suffix == ".db"]
    assert len(list(newer.home.rglob("fritids.db"))) == 1
    assert not list(tmp_path.rglob("*.partial*"))


def command_on_page(computer: Computer, page: Path, *, lines: int) -> str:
    """Print the page; what it says to type."""
    computer.types(f"fritids backup --page {page}")
    text = words_on(page)
    assert len(re.findall(r"(?m)^[1-9]\.", text)) == lines, text
    (command,) = re.findall(r"(?m)^fritids restore.*$", text)
    return str(command)


def key_from_paper(computer: Computer) -> str:
    """Make a key as its user does, who has only the page; the code is on it, and nothing of it stays on the computer."""
    page = computer.home / "key.pdf"
    with subprocess.Popen(
        [sys.executable, "-m", "fritids", "backup", "--make-key", str(page)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=computer._env,
    ) as process:  # fmt: skip
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
