"""What a check found. Frozen values that go through JSON and back, so that a desk can tell what another one found."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fritids.domain.calendar import iso_utc
from fritids.domain.soundness import Fault, Found


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What one check found."""

    at: datetime
    found: tuple[Found, ...]
    seconds: float
    anchor: str | None
    """The newest place in the chain of the record, as it is written down; None for an empty record."""
    versions: Mapping[str, str | None]
    """What runs here: fritids, python, sqlite, openssl, and postgresql where there is one."""

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.found

    def text(self) -> str:
        """As JSON, with nothing of people in it."""
        found = [[one.fault.value, one.count, one.where] for one in self.found]
        return json.dumps(
            {
                "found": found,
                "seconds": round(self.seconds, 2),
                "anchor": self.anchor,
                "versions": dict(self.versions),
            }
        )


def read_report(at: datetime, text: str) -> CheckReport:
    """The report that was written so. Raises ValueError for anything else, such as what a newer version wrote."""
    try:
        told = json.loads(text)
        found = tuple(Found(Fault(fault), int(count), where) for fault, count, where in told["found"])
        return CheckReport(at, found, float(told["seconds"]), told["anchor"], told["versions"])
    except (KeyError, TypeError) as error:
        raise ValueError(text) from error


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did."""

    before: CheckReport
    after: CheckReport
    """The same as `before` where there was nothing to repair."""
    backup: Path | None
    """The database as it was before; None where nothing in it was changed."""

    @property
    def mended(self) -> tuple[Found, ...]:
        """What was found before and is not there any more."""
        left = {(one.fault, one.where) for one in self.after.found}
        return tuple(one for one in self.before.found if (one.fault, one.where) not in left)


def moment_text(report: CheckReport) -> str:
    """When it was, for JSON."""
    return iso_utc(report.at)
