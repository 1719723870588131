"""init, demo, upgrade: making a database ready."""

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.moments import read_date
from fritids.cli.numbers import read_whole
from fritids.cli.parser import Commands
from fritids.config import Config, data_folder, demo_database
from fritids.domain.roles import Right
from fritids.errors import UsageError
from fritids.i18n import _

_LOANS_A_BRANCH = 5_000


def add(commands: Commands) -> None:
    """The commands and their options."""
    parser = commands.add("init", _("make the database, without questions"), init)
    parser.add_argument("--name", metavar=_("NAME"), help=_("the name of the branch"))
    parser.add_argument(
        "--sample", action="store_true", help=_("fill it with an invented branch and two years of loans")
    )
    parser.add_argument(
        "--as-of",
        metavar=_("DATE"),
        type=read_date,
        help=_("the sample's last loans are of the day before (today if left out)"),
    )
    parser.add_argument(
        "--branches",
        metavar="N",
        type=read_whole,
        help=_("with --sample: a network of so many branches, to try reports on"),
    )
    parser.add_argument(
        "--loans",
        metavar="N",
        type=read_whole,
        help=_("with --branches: so many loans in all (5,000 a branch if left out)"),
    )
    parser = commands.add("demo", _("the counter on an invented branch, to try everything on"), demo)
    parser.add_argument("--fresh", action="store_true", help=_("throw away what was tried, and begin anew"))
    parser.set_defaults(counter_on=demo_config)
    parser = commands.add("upgrade", _("bring the database to this version of the program"), upgrade)
    parser.add_argument(
        "--without-backup",
        action="store_true",
        help=_("make no backup of a server first: somebody else keeps backups of it"),
    )


def init(call: Call) -> Exit:
    """`fritids init`. Without a name, a database that has a branch already is left as it is."""
    from fritids.db.engine import Database
    from fritids.services.first_start import has_branch
    from fritids.services.sample.generator import NAME
    from fritids.services.sample.store import init_network, init_sample
    from fritids.services.setup import init_branch, make_folder

    args, config = call.args, call.config
    if args.as_of is not None and not args.sample:
        raise UsageError(_("--as-of belongs to --sample."))
    if args.branches is not None and not args.sample:
        raise UsageError(_("--branches belongs to --sample."))
    if args.loans is not None and args.branches is None:
        raise UsageError(_("--loans belongs to --branches."))
    if args.name is not None and args.branches is not None:
        raise UsageError(_("The branches of a network have names already: leave out --name."))
    if config.is_default_database:
        make_folder(data_folder())
    call.demand(Right.SETTINGS)
    database = Database.open(config.database)
    where, code = database.place, config.branch
    try:
        if args.branches is not None:
            loans = args.branches * _LOANS_A_BRANCH if args.loans is None else args.loans
            call.out.talk(_("Making the network; a million loans take about a minute…"))
            call.out.flush()
            code = init_network(database, args.branches, loans, args.as_of)
        elif args.sample:
            code = init_sample(database, args.as_of, name=args.name or NAME)
        elif args.name is not None or not has_branch(config.database):
            code = init_branch(database, args.name or "Fritidsbanken", code=config.branch)
    finally:
        database.close()
    with call.desk(code) as desk:
        if call.out.as_json:
            call.out.document(
                {"database": where, "branch": desk.branch.show().code, "name": desk.branch_name}
            )
        else:
            call.out.line(_("{branch} is ready in {where}.").format(branch=desk.branch_name, where=where))
    return Exit.DONE


def demo(call: Call) -> Exit:
    """`fritids demo`: the sample branch is there when the counter opens on it. Returns before it opens."""
    from fritids.services.sample.demo_file import make_demo

    def begin() -> None:
        call.out.talk(_("Making the sample branch, a few seconds…"))
        call.out.flush()

    path = demo_database()
    if call.args.fresh or not path.exists():
        make_demo(path, fresh=call.args.fresh, begin=begin)
    return Exit.DONE


def demo_config(config: Config) -> Config:
    """What holds for the counter on the sample branch: its own database, no branch chosen by the environment, and no gateway.

    A number that was invented may be somebody's.
    """
    from dataclasses import replace

    tables = {name: table for name, table in config.tables.items() if name == "receipt"}
    return replace(
        config, database=str(demo_database()), branch=None, is_default_database=False, tables=tables
    )


def upgrade(call: Call) -> Exit:
    """`fritids upgrade`."""
    from fritids.services.upgrading import upgrade as bring_up

    done = bring_up(call.config.database, without_backup=call.args.without_backup)
    copy = None if done is None or done.copy is None else str(done.copy)
    if call.out.as_json:
        call.out.document({"upgraded": done is not None, "copy": copy})
    elif done is None:
        call.out.line(_("The database is of this version already."))
    elif copy is None:
        call.out.line(_("The database is of this version now."))
    else:
        call.out.line(
            _("The database is of this version now. As it was before it is in {copy}.").format(copy=copy)
        )
    return Exit.DONE
