"""The programs in which others open our files: LibreOffice for a spreadsheet, Poppler for a PDF. `.ci/run` brings them."""

import csv
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

LONGEST: Final = 120
"""Seconds after which a program is ended, and its test fails."""
_AS_SHOWN: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""Every sheet as a CSV file in UTF-8, each cell as it is shown."""


def wanted_program(name: str, package: str) -> str:
    """The program. Where there is none the test is skipped and says so; in CI it fails."""
    program = shutil.which(name)
    if program is None and os.environ.get("CI"):
        pytest.fail(f"no {name}, and in CI our files have to be opened with it: .ci/run installs {package}")
    if program is None:
        pytest.skip(f"no {name} on this machine; `apt install {package}` brings it")
    return program


def sheets_in_libreoffice(paths: Sequence[Path], folder: Path) -> dict[str, list[list[str]]]:
    """The rows of each sheet of these spreadsheets, each cell as LibreOffice shows it to an American; by `FILE-SHEET`."""
    program = wanted_program("soffice", "libreoffice-calc-nogui")
    made = folder / "sheets"
    subprocess.run(
        [
            program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--convert-to", _AS_SHOWN,
            "--outdir", str(made), *map(str, paths),
        ],
        check=True, capture_output=True, timeout=LONGEST, env={**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    sheets = {}
    for each in made.iterdir():
        with each.open(encoding="utf-8", newline="") as file:
            sheets[each.stem] = list(csv.reader(file))
    return sheets


def lines_in_poppler(path: Path) -> list[str]:
    """The lines of a PDF as Poppler reads them, columns apart."""
    program = wanted_program("pdftotext", "poppler-utils")
    done = subprocess.run(
        [program, "-layout", "-enc", "UTF-8", str(path), "-"],
        check=True,
        capture_output=True,
        timeout=LONGEST,
    )
    return done.stdout.decode().splitlines()
