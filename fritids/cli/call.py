"""One run of one command: what was asked for, what holds, and the door to the desk."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO, TypeAlias

from fritids.cli.exits import Exit
from fritids.cli.output import Output
from fritids.config import Config
from fritids.i18n import machine_language, set_language, set_zone

if TYPE_CHECKING:
    from fritids.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Call:
    """What a command is given."""

    args: Namespace
    config: Config
    out: Output
    stdin: TextIO

    @contextmanager
    def desk(self, branch: str | None = None) -> "Iterator[Desk]":
        """The desk this run works at, of `branch` if given. From here on texts and times are those of its branch."""
        from fritids.services.desk import Desk

        config = self.config
        desk = Desk.open(
            config.database, branch=branch or config.branch, name=config.desk, operator=config.operator
        )
        try:
            set_language(config.language or desk.policy.language or machine_language())
            set_zone(desk.policy.zone)
            yield desk
        finally:
            desk.close()

    def reread(self) -> "Call":
        """The same with the configuration file as it is now."""
        from os import environ

        from fritids.config import Options, load

        config = self.config
        options = Options(
            config.database, config.branch, config.desk, config.operator, config.language, config.json
        )
        return replace(self, config=load(options, environ))


Command: TypeAlias = Callable[[Call], Exit]
