"""The few failures that are not an ordinary day at the counter. Refusals are values (`fritids.domain.findings`), never these."""


class FritidsError(Exception):
    """A failure whose text is one sentence, in the user's language, that says what to do next."""

    code = "failure"
    """Stable name of the failure, for `--json`."""
    status = 4
    """Exit status of the command line (DESIGN §4): 2 wrong use, 4 a part cannot be reached."""

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class UsageError(FritidsError):
    """What was asked for cannot be understood or is not well formed; nothing was done."""

    code = "usage"
    status = 2


class WhichBranchError(UsageError):
    """The database has several branches, and none was named; `branches` are their codes and names, the oldest first."""

    def __init__(self, message: str, branches: tuple[tuple[str, str], ...]) -> None:
        super().__init__(message)
        self.branches = branches


class InvalidValueError(UsageError):
    """A value somebody typed is not acceptable; `field` says which, so that a form can go back to it."""

    code = "invalid"

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class ConflictError(UsageError):
    """Somebody else changed the same record in the meantime; nothing was overwritten."""

    code = "conflict"


class NotAllowedError(FritidsError):
    """Who is at the desk may not do this; nothing was done. A refusal like any other, so status 1 (DESIGN §4)."""

    code = "not_allowed"
    status = 1


class DatabaseUnavailableError(FritidsError):
    """The database is missing, damaged, foreign, locked, full, read-only or out of reach."""

    code = "database"


class SchemaError(DatabaseUnavailableError):
    """The database is of another version than the program; the text names the cure."""

    code = "schema"
