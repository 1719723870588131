"""Disks as they may be after the power went: everything that was synced, and of the rest whatever chance leaves.

From one recording (`recorder.c`) any number of them. What a program may count on is what POSIX promises and no more: a file's content is there
once the file was synced, a name once its folder was. Until then each sector of 512 bytes, each size and each name made, moved or
removed is there or not, for itself; a file that grew may hold what its blocks held before.
"""

import random
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

SECTOR = 512
_HEAD = struct.Struct("<cQQQHH")
SHARED_MEMORY = "-shm"


class Entry(NamedTuple):
    """One thing the disk was asked for, or said (`A`)."""

    kind: str
    file: int
    offset: int
    names: tuple[str, str]
    data: bytes


def read(log: Path) -> list[Entry]:
    """The entries of a recording, in their order."""
    return list(_entries(log.read_bytes()))


def _entries(log: bytes) -> Iterator[Entry]:
    at = 0
    while at < len(log):
        kind, file, offset, length, first, second = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        names = (log[at : at + first].decode(), log[at + first : at + first + second].decode())
        at += first + second
        yield Entry(kind.decode(), file, offset, names, log[at : at + length])
        at += length


@dataclass(slots=True)
class File:
    """A file as it was last synced, and what was asked of it since."""

    kept: bytes = b""
    asked: list[Entry] = field(default_factory=list)

    def synced(self) -> None:
        """All that was asked for is on the disk."""
        whole = bytearray(self.kept)
        for entry in self.asked:
            _do(whole, entry)
        self.kept, self.asked = bytes(whole), []

    def after_a_cut(self, chance: random.Random, likely: float) -> bytes:
        """What the file may hold: of each sector one of the states it went through since the sync, of the sizes one too."""
        if not self.asked:
            return self.kept
        sizes, sectors = [len(self.kept)], dict[int, bytes]()
        whole = bytearray(self.kept)
        for entry in self.asked:
            _do(whole, entry)
            sizes.append(len(whole))
            if entry.kind == "W":
                end = entry.offset + len(entry.data)
                for sector in range(entry.offset // SECTOR, -(-end // SECTOR)):
                    if chance.random() < likely:
                        sectors[sector] = bytes(whole[sector * SECTOR : (sector + 1) * SECTOR])
        size = sizes[-1] if chance.random() < likely else chance.choice(sizes)
        left = bytearray(self.kept[:size])
        missing = size - len(left)
        left += chance.randbytes(missing) if chance.random() < 0.2 else bytes(missing)
        for sector, content in sectors.items():
            start = sector * SECTOR
            if start < size:
                left[start : start + len(content)] = content[: size - start]
        return bytes(left)


def _do(whole: bytearray, entry: Entry) -> None:
    end = entry.offset + len(entry.data)
    if entry.kind == "T" and entry.offset < len(whole):
        del whole[entry.offset :]
    elif len(whole) < end:
        whole += bytes(end - len(whole))
    if entry.kind == "W":
        whole[entry.offset : end] = entry.data


class Disk:
    """A folder's files as the disk has them, one entry of a recording after the other."""

    def __init__(self, begun_with: Mapping[str, tuple[int, bytes]]) -> None:
        self._files = {number: File(content) for number, content in begun_with.values()}
        self._kept = {name: self._files[number] for name, (number, _content) in begun_with.items()}
        """The names that are on the disk for good."""
        self._now = dict(self._kept)
        """The names as the program sees them."""
        self._moves: list[tuple[str, dict[str, File | None]]] = []
        """What was done to names since their folder was synced: the folder, and what each name means after it."""
        self._folders = set[str]()
        """Folders that were made meanwhile: without its name nothing that is in one is to be found."""
        self.said: list[str] = []

    @classmethod
    def of(cls, folder: Path) -> "Disk":
        """The folder as it is now, all of it synced."""
        files = (path for path in folder.rglob("*") if path.is_file())
        return cls({str(path): (path.stat().st_ino, path.read_bytes()) for path in files})

    def do(self, entry: Entry) -> None:  # noqa: C901  # one short case for each kind of entry
        """What the entry says has been asked for."""
        first, second = entry.names
        match entry.kind:
            case "W" | "T":
                self._files.setdefault(entry.file, File()).asked.append(entry)
            case "S":
                self._files.setdefault(entry.file, File()).synced()
            case "C":
                self._files[entry.file] = File()
                self._name({first: self._files[entry.file]})
            case "M":
                self._folders.add(first)
                self._name({first: File()})
            case "U" | "E":
                self._name({first: None})
            case "R":
                self._name({second: self._now[first], first: None})
            case "L":
                self._name({second: self._now[first]})
            case "D":
                mine = [names for folder, names in self._moves if folder == first]
                for names in mine:
                    _apply(self._kept, names)
                self._moves = [move for move in self._moves if move[0] != first]
            case "A":
                self.said += entry.data.decode().splitlines()
            case other:
                raise ValueError(other)

    def _name(self, names: dict[str, File | None]) -> None:
        _apply(self._now, names)
        self._moves.append((str(Path(next(iter(names))).parent), names))

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Names and contents of the files as they may be found. Nothing, everything or anything of what was not synced."""
        likely = chance.choice([0.0, 1.0, chance.random(), chance.random()])
        names = dict(self._kept)
        for _folder, move in self._moves:
            if chance.random() < likely:
                _apply(names, move)
        found = {}
        for name, file in names.items():
            if (
                name in self._folders
                or self._folders & {str(folder) for folder in Path(name).parents} - names.keys()
            ):
                continue
            if name.endswith(SHARED_MEMORY):
                found[name] = chance.randbytes(32768)
            else:
                found[name] = file.after_a_cut(chance, likely)
        return found


def _apply(names: dict[str, File], move: Mapping[str, File | None]) -> None:
    for name, file in move.items():
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def lay_out(found: Mapping[str, bytes], was_in: Path, folder: Path) -> None:
    """The files of `was_in`, as found, in another folder."""
    for name, content in found.items():
        path = folder / Path(name).relative_to(was_in)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
