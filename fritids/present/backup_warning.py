"""The warning at the top of the screen that no second place for backups has been reached. By itself, since the first paint loads it."""

from fritids.i18n import n_, number


def overdue_words(days: int) -> str:
    """Short enough for the line at the top."""
    return n_("No backup stick for {n} day", "No backup stick for {n} days", days).format(n=number(days))
