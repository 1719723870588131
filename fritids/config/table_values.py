"""Reading a table of the configuration file: each fault is one sentence that names the place and shows how it is written."""

from collections.abc import Iterable, Mapping
from typing import NoReturn, cast

from fritids.config.places import config_path
from fritids.errors import UsageError
from fritids.i18n import _


class Values:
    """The table `part` of the configuration file, such as `sms` or `sms.answers`."""

    def __init__(
        self, part: str, table: Mapping[str, object], keys: Iterable[str] | None, *, unlisted: str = ""
    ) -> None:
        """Raises UsageError for a key that is none of `keys`; with None any is taken. `unlisted` is one more, which whoever reads it refuses in words of its own."""
        self.part = part
        self._table = table
        known = None if keys is None else tuple(keys)
        for key in table:
            if known is not None and key not in (*known, unlisted):
                raise UsageError(
                    _(
                        "In the configuration file {path}, [{part}] has a setting that is not known: {key}. The settings are {keys}."
                    ).format(path=config_path(), part=part, key=key, keys=", ".join(known))
                )

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def items(self) -> Iterable[tuple[str, object]]:
        """Everything in it."""
        return self._table.items()

    def get(self, key: str) -> object:
        """The value as it stands there, or None."""
        return self._table.get(key)

    def text(self, key: str, usual: str | None = None, *, example: str, longest: int = 1000) -> str:
        """A text of one line that is not empty, without blanks around it. Without `usual` it has to be there."""
        if key not in self._table:
            return self.missing(key, example) if usual is None else usual
        value = self._table[key]
        if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > longest:
            self.wrong(key, example)
        return value.strip()

    def choice(self, key: str, choices: tuple[str, ...], usual: str | None = None) -> str:
        """One of `choices`. Without `usual` it has to be there."""
        example = " | ".join(f'"{each}"' for each in choices)
        value = self.text(key, usual, example=example)
        return value if value in choices else self.wrong(key, example)

    def number(self, key: str, usual: float, least: float, most: float) -> float:
        """A number between two others."""
        value = self._table.get(key, usual)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.wrong(key, f"{usual:g}")
        return float(value)

    def whole(self, key: str, usual: int, within: range) -> int:
        """A whole number within these."""
        value = self._table.get(key, usual)
        if isinstance(value, bool) or not isinstance(value, int) or value not in within:
            self.wrong(key, str(usual))
        return value

    def below(self, key: str, keys: Iterable[str] | None) -> "Values":
        """The table `key` in this one, empty if it is not there."""
        value = self._table.get(key, {})
        if not isinstance(value, dict):
            raise UsageError(
                _(
                    "In the configuration file {path}, {key} is a part of its own. Begin it with [{part}]."
                ).format(path=config_path(), key=key, part=f"{self.part}.{key}")
            )
        return Values(f"{self.part}.{key}", cast("dict[str, object]", value), keys)

    def wrong(self, key: str, example: str) -> NoReturn:
        """Raises UsageError: the value cannot be. It is not repeated, for it may be a secret."""
        raise UsageError(
            _(
                "In the configuration file {path}, {key} of [{part}] is not right. It is written like this: {example}"
            ).format(path=config_path(), key=key, part=self.part, example=f"{key} = {example}")
        )

    def missing(self, key: str, example: str) -> NoReturn:
        """Raises UsageError: it has to be there."""
        raise UsageError(
            _(
                "In the configuration file {path}, [{part}] lacks {key}. It is written like this: {example}"
            ).format(path=config_path(), key=key, part=self.part, example=f"{key} = {example}")
        )
