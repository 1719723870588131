"""The key of locked backups on the command line: making one, and asking for it. The opening half is on paper, never on this computer."""

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.config.backup_table import BackupSettings, media_roots
from fritids.config.secrets import Secret
from fritids.errors import FritidsError, UsageError
from fritids.i18n import _

if TYPE_CHECKING:
    from fritids.outside.restore_page import RestorePage

VARIABLE = "FRITIDS_BACKUP_KEY"
_TRIES = 3
_MOST_BYTES = 4096


def make_key(call: Call, settings: BackupSettings) -> Exit:
    """`fritids backup --make-key`: the key comes into force when somebody has scanned or typed it from the printed page, and the file is gone then."""
    from dataclasses import replace

    from fritids.outside import files, sealed
    from fritids.outside.restore_page import write_page
    from fritids.services.backup_setup import save

    public, secret = sealed.new_key()
    path = page_path(call)
    try:
        with files.replacing(path, private=True) as partial:
            write_page(partial, page_of(call, settings, secret.reveal()))
        call.out.talk(
            _(
                "The page with the key is in {path}. Print it twice; the file is removed when you have."
            ).format(path=path)
        )
        call.out.talk(
            _(
                "The key comes into force when it has been read from the paper: scan the code, or type what stands under it as one line."
            )
        )
        if not _is_read(call, public):
            call.out.talk(
                _("The key was not read from the paper, so it is not in force. Nothing was changed.")
            )
            return Exit.REFUSED
    finally:
        path.unlink(missing_ok=True)
    save(replace(settings, key=public))
    if call.out.as_json:
        call.out.document({"key": public, "page": str(path)})
    else:
        call.out.line(
            _("From now on backups in second places are locked. Keep the pages where you keep keys.")
        )
        if settings.key is not None:
            call.out.line(_("Keep the old key page as well: it opens the backups made until now."))
    return Exit.DONE


def _is_read(call: Call, public: str) -> bool:
    from fritids.outside import sealed

    for _try in range(_TRIES):
        text = _ask_hidden(call)
        if not text:
            return False
        try:
            if sealed.public_half(sealed.read_key(text)) == public:
                return True
            call.out.talk(_("This is another key. Scan the code on the page that was printed now."))
        except FritidsError as error:
            call.out.talk(error.message)
    return False


def given_key(call: Call) -> Secret | None:
    """The key from `--key-file`, else from the environment; None where neither says one."""
    from os import environ

    from fritids.outside import sealed

    path: Path | None = call.args.key_file
    if path is not None:
        try:
            with path.open("rb") as file:
                return sealed.read_key(file.read(_MOST_BYTES).decode("utf-8", "replace"))
        except OSError as error:
            raise UsageError(
                _(
                    "The key file {path} cannot be read. Correct its name, or leave --key-file out and scan the key."
                ).format(path=path)
            ) from error
    said = environ.get(VARIABLE)
    return None if not said else sealed.read_key(said)


def ask_key(call: Call) -> Secret:
    """The key as somebody scans or types it; it is not shown. Raises UsageError where nobody does."""
    from fritids.outside import sealed

    for attempt in range(_TRIES):
        text = _ask_hidden(call)
        if not text:
            break
        try:
            return sealed.read_key(text)
        except UsageError as error:
            if attempt == _TRIES - 1:
                raise
            call.out.talk(error.message)
    raise UsageError(
        _("Without the key it cannot be opened. Fetch the key page, then do it again."), code="key_needed"
    )


def ask_line(call: Call, question: str) -> str:
    """The answer in small letters; empty at the end of the input."""
    call.out.talk(question)
    call.out.flush()
    return call.stdin.readline().strip().casefold()


def _ask_hidden(call: Call) -> str:
    prompt = _("Key:")
    if call.stdin is sys.stdin and call.stdin.isatty():
        try:
            return getpass.getpass(f"{prompt} ").strip()
        except EOFError:
            return ""
    call.out.talk(prompt)
    call.out.flush()
    return call.stdin.readline().strip()


def page_path(call: Call) -> Path:
    """Where a page is written: the file that was named, else among the user's documents."""
    from fritids.config.places import paper_folder
    from fritids.outside import files

    path: Path | None = call.args.file
    if path is not None:
        if path.exists():
            raise UsageError(
                _("{path} is there already. Name another file for the page.").format(path=path),
                code="unwritable",
            )
        return path
    folder = paper_folder()
    with files.saying_why(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = _("if-the-computer-is-gone")
    return next(
        each
        for n in range(1, 1000)
        if not (each := folder / f"{name}{'' if n == 1 else f'-{n}'}.pdf").exists()
    )


def page_of(call: Call, settings: BackupSettings, key: str | None) -> "RestorePage":
    """What stands on the page, in the branch's language."""
    from fritids.present.backups import restore_page_of
    from fritids.services.backup_rounds import status

    with call.desk() as desk:
        held = status(desk.context.database, settings, roots=media_roots())
        return restore_page_of(desk.branch_name, call.config.database, held, key=key)
