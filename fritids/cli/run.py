"""One run of the command line, from the words on it to the exit status. Nothing leaves here as a traceback."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from io import StringIO
from os import environ
from typing import TypeAlias

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.output import Output, OutputError, make_output
from fritids.config import Config, Options, load
from fritids.errors import FritidsError
from fritids.i18n import LANGUAGES, machine_language, set_language
from fritids.present import fault_sentence

OpenCounter: TypeAlias = Callable[[Config], int]
"""Opens the counter; given by `main`, since the command line does not know the screens."""


def run(words: Sequence[str], open_counter: OpenCounter) -> int:
    """Do what the command line says. Returns the exit status."""
    out = make_output(as_json=_asks_for(words, "--json"))
    try:
        set_language(_asked_language(words) or machine_language())
        status = _run(words, out, open_counter)
        out.flush()
    except SystemExit as ended:  # argparse after --help
        return ended.code if isinstance(ended.code, int) else Exit.USAGE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        out.give_up()
        return Exit.PIPE_CLOSED
    except FritidsError as error:
        return _fail(out, error.code, error.message, error.status)
    except Exception as error:  # noqa: BLE001  # one of the two places: the details go to the log, the person gets one line
        from fritids.config.faultlog import log_fault

        log_fault(error)
        return _fail(out, "fault", fault_sentence(), Exit.FAILED)
    return status


def _fail(out: Output, code: str, message: str, status: int) -> int:
    try:
        out.fault(code, message)
        out.flush()
    except BrokenPipeError:
        out.give_up()
    except OutputError:
        out.fault(code, message)  # which goes to standard error now
    return status


def _run(words: Sequence[str], out: Output, open_counter: OpenCounter) -> int:
    from fritids.cli.parser import build_parser, read_shared_options
    from fritids.config.faultlog import start_log

    start_log()
    shared, more = read_shared_options(words)
    if not more:
        # The counter alone: its first paint does not wait for the other commands' options.
        return open_counter(_config(shared))
    args = build_parser().parse_args(words)
    if args.version:
        from fritids.cli.version import version

        return version(out)
    config = _config(args)
    if args.run is None:
        return open_counter(config)
    status: int = args.run(Call(args, config, out, sys.stdin or StringIO()))
    return status if args.counter_on is None else open_counter(args.counter_on(config))


def _config(args: Namespace) -> Config:
    return load(Options(args.database, args.branch, args.desk, args.operator, args.lang, args.json), environ)


def _asked_language(words: Sequence[str]) -> str | None:
    """The language of `--lang`, needed before the words can be parsed, since the parser's own texts are in it."""
    for n, word in enumerate(words):
        value = words[n + 1] if word == "--lang" and n + 1 < len(words) else word.removeprefix("--lang=")
        if value in LANGUAGES and word.startswith("--lang"):
            return value
    return None


def _asks_for(words: Sequence[str], option: str) -> bool:
    """Whether the option is on the command line, also where the rest of it cannot be parsed."""
    return option in (words[: words.index("--")] if "--" in words else words)
