"""What stands in the way of an undo (R7), with the article that it is about and what to do first."""

from fritids.domain.findings import Fact, UndoBlock
from fritids.i18n import _


def undo_blocked(by: Fact, code: str) -> str:
    """The sentence for the fact `by` of `undo_blocked`; `code` is the article's, as it is shown."""
    said: dict[Fact, str] = {
        UndoBlock.RETURNED_SINCE: _("Article {code} has been returned since. Undo the return first."),
        UndoBlock.RENEWED_SINCE: _(
            "The loan of article {code} has been renewed since. Undo the renewal first."
        ),
        UndoBlock.DUE_SET_SINCE: _("Article {code} has been given another date since. Undo that first."),
        UndoBlock.DUE_MOVED_SINCE: _(
            "The due date of article {code} has been moved on since, because the branch is closed then. Give it another date instead."
        ),
        UndoBlock.LENT_SINCE: _("Article {code} has been lent again since. Undo that first."),
        UndoBlock.LENT_IN_VISIT_SINCE: _("Article {code} has been lent in the visit since. Undo that first."),
        UndoBlock.MOVED_SINCE: _("The visit has been moved to somebody else since. Undo that first."),
        UndoBlock.STATE_SINCE: _("Article {code} has been set aside or put back since. Undo that first."),
        UndoBlock.RECEIVED_SINCE: _(
            "Article {code} has arrived at the other branch since. Have them send it back."
        ),
        UndoBlock.OPEN_AGAIN: _("The loan is open again already. Nothing is left to undo."),
        UndoBlock.WAS_LENT: _(
            "Article {code} has been on loan, if only for a moment, and stays in the record. Discard it instead."
        ),
        UndoBlock.LABEL_PRINTED: _("The label of article {code} is printed. Discard the article instead."),
        UndoBlock.EDITED_SINCE: _(
            "What is written about article {code} has been changed since. Correct it there, or discard it."
        ),
        UndoBlock.USED_SINCE: _(
            "Article {code} is booked, lies in a basket, or was counted, moved or seen to since. Undo that first, or discard it."
        ),
        UndoBlock.GIFT_SINCE: _("Another gift has been begun at this desk since. End that one first."),
        UndoBlock.NOT_ALLOWED: _(
            "It was done by somebody who may more than you. Ask one who may to sign on and undo it."
        ),
        UndoBlock.BORROWER_FORGOTTEN: _("The borrower has been erased since. It can no longer be undone."),
        UndoBlock.PARTS_SINCE: _(
            "What is missing of article {code} has been changed since. Undo that first, or note it anew."
        ),
    }
    later = _("Something was done with it later, so it cannot be undone. Undo that first.")
    return said.get(by, later).format(code=code)
