"""One run of one command: what was asked for, what holds, and the door to the desk."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO, TypeAlias

from fritids.cli.exits import Exit
from fritids.cli.output import Output
from fritids.cli.signing_on import sign_on
from fritids.config import Config
from fritids.domain.roles import Right
from fritids.errors import FritidsError
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
            sign_on(self.out, desk, config.operator, asked=self.args.operator is not None)
            yield desk
        finally:
            desk.close()

    def demand(self, right: Right) -> str | None:
        """Return the key of who runs this, if they may, for what opens no desk: putting a backup back, adding a branch.

        Where there is no database, or one that is damaged or of another version, there is nobody to ask, and nothing is kept from
        whoever holds the machine. Raises NotAllowedError.
        """
        from fritids.services.branch import all_branches
        from fritids.services.first_start import has_branch
        from fritids.services.rights import demand

        try:
            there = all_branches(self.config.database) if has_branch(self.config.database) else ()
        except FritidsError:
            there = ()
        if not there:
            return self.config.operator
        codes = [branch[0] for branch in there]
        # Whoever adds a branch names one that is not there yet.
        with self.desk(self.config.branch if self.config.branch in codes else codes[0]) as desk:
            demand(desk.context, right)
            return desk.context.operator

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
