"""The closed lists of words that code, database and command line share (DESIGN §1). No text for people."""

from enum import StrEnum
from typing import Final


class ArticleState(StrEnum):
    """The stored state of an article. That it is on loan is never stored: an open loan says so."""

    IN_STOCK = "in_stock"
    IN_SERVICE = "in_service"
    MISSING = "missing"
    DISCARDED = "discarded"
    TRANSFERRED = "transferred"


class ShownState(StrEnum):
    """The state as people see it: `on_loan` while a loan is open, else the stored one."""

    AVAILABLE = "available"
    ON_LOAN = "on_loan"
    IN_SERVICE = "in_service"
    MISSING = "missing"
    DISCARDED = "discarded"
    TRANSFERRED = "transferred"


class DiscardReason(StrEnum):
    """Why an article left the stock for good."""

    WORN_OUT = "worn_out"
    BROKEN = "broken"
    RECALLED = "recalled"
    GIVEN_AWAY = "given_away"
    LOST = "lost"


class BorrowerKind(StrEnum):
    """A person, or what sort of group."""

    PERSON = "person"
    SCHOOL = "school"
    PRESCHOOL = "preschool"
    ASSOCIATION = "association"
    CARE = "care"
    OTHER = "other"


class Gender(StrEnum):
    """What a borrower chose to say, where the branch asks at all (DESIGN §5)."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    NO_ANSWER = "no_answer"


class AgeBand(StrEnum):
    """The bands of the yearly report (DESIGN §5)."""

    B0_6 = "0-6"
    B7_12 = "7-12"
    B13_15 = "13-15"
    B16_19 = "16-19"
    B20_25 = "20-25"
    B26_64 = "26-64"
    B65 = "65+"
    UNKNOWN = "unknown"


_LAST_AGES = (
    (6, AgeBand.B0_6),
    (12, AgeBand.B7_12),
    (15, AgeBand.B13_15),
    (19, AgeBand.B16_19),
    (25, AgeBand.B20_25),
    (64, AgeBand.B26_64),
)


def age_band(birth_year: int | None, year: int) -> AgeBand:
    """The band of somebody who turns `year - birth_year` in `year`; only the year of birth is ever known."""
    if birth_year is None or birth_year > year:
        return AgeBand.UNKNOWN
    return next((band for last, band in _LAST_AGES if year - birth_year <= last), AgeBand.B65)


_POSTAL_AREA_DIGITS = 3


def postal_area(postcode: str | None) -> str | None:
    """As much of a Swedish postcode as a loan keeps: its first three digits, by which fewer people can be told apart."""
    return postcode[:_POSTAL_AREA_DIGITS] if postcode else None


class ActKind(StrEnum):
    """What a line of the record of events says was done."""

    LEND = "lend"
    RETURN = "return"
    FIND = "find"
    RENEW = "renew"
    ANSWER_CHECK = "answer_check"
    MOVE_VISIT = "move_visit"
    UNDO = "undo"
    VISIT_START = "visit_start"
    VISIT_END = "visit_end"
    ARTICLE_ADD = "article_add"
    ARTICLE_EDIT = "article_edit"
    ARTICLE_STATE = "article_state"
    """Set aside for service, missing, or back in stock."""
    ARTICLE_DISCARD = "article_discard"
    BORROWER_ADD = "borrower_add"
    BORROWER_EDIT = "borrower_edit"
    BORROWER_MERGE = "borrower_merge"
    BORROWER_ERASE = "borrower_erase"
    BOOKING_ADD = "booking_add"
    BOOKING_CANCEL = "booking_cancel"
    DUE_MOVE = "due_move"
    """A due date moved on because its day became a closed one (R1); no renewal."""
    DUE_SET = "due_set"
    """A loan given another date by hand (R1); no renewal."""
    LABELS_PRINT = "labels_print"
    GIFT_START = "gift_start"
    GIFT_END = "gift_end"
    GIFT_REFUSE = "gift_refuse"
    """Things of a gift that were not taken in: refused, or sent to recycling."""
    GIFT_EDIT = "gift_edit"
    """What is kept about a gift is another: its note, or the donor's name, which is never said."""
    SERVICE_OPEN = "service_open"
    SERVICE_DONE = "service_done"
    SERVICE_RULE = "service_rule"
    RECALL = "recall"
    PARTS_MISSING = "parts_missing"
    PARTS_SETTLED = "parts_settled"
    STOCKTAKE_START = "stocktake_start"
    STOCKTAKE_END = "stocktake_end"
    STOCKTAKE_CORRECT = "stocktake_correct"
    TRANSFER_SEND = "transfer_send"
    TRANSFER_RECEIVE = "transfer_receive"
    UNMET_REQUEST = "unmet_request"
    REMIND = "remind"
    """A run of the reminders began. What became of each message stands in the message."""
    REMINDER_RETRY = "reminder_retry"
    REMINDER_SETTLE = "reminder_settle"
    """A person said what became of a message of which the program did not know."""
    CONTACT = "contact"
    """A borrower was called about their loans."""
    RECEIPT = "receipt"
    SURVEY = "survey"
    """What somebody said at a return, without who."""
    GOAL = "goal"
    INHABITANTS = "inhabitants"
    YEAR_LOCK = "year_lock"
    SETTING = "setting"
    IMPORT = "import"
    RESTORE = "restore"
    OPERATOR_ADD = "operator_add"
    OPERATOR_EDIT = "operator_edit"
    """An operator's name, role, PIN, card or leave to sign on is another; what it was is never said."""
    SIGN_ON = "sign_on"
    SIGN_ON_REFUSED = "sign_on_refused"
    """A wrong PIN."""
    FORGET = "forget"
    """Old loans were cut from people who stay, old messages and notes emptied."""
    SLIPS_PRINT = "slips_print"
    SLIP_ENTER = "slip_enter"
    """What was written on a paper slip during a power cut was typed in; the loans have lines of their own."""
    SLIP_VOID = "slip_void"
    REPAIR = "repair"
    """`check` put right what could be."""


WITH_THE_ARTICLE = frozenset({ActKind.LEND, ActKind.RETURN, ActKind.FIND, ActKind.RENEW})
"""What is done with an article in somebody's hands, and so stands in their visit."""
UNDOABLE = WITH_THE_ARTICLE | {
    ActKind.DUE_SET,
    ActKind.MOVE_VISIT,
    ActKind.ANSWER_CHECK,
    ActKind.ARTICLE_STATE,
    ActKind.ARTICLE_DISCARD,
    ActKind.PARTS_MISSING,
    ActKind.PARTS_SETTLED,
    ActKind.UNMET_REQUEST,
    ActKind.TRANSFER_SEND,
    ActKind.TRANSFER_RECEIVE,
    ActKind.STOCKTAKE_END,
    ActKind.STOCKTAKE_CORRECT,
    ActKind.SERVICE_OPEN,
    ActKind.SERVICE_DONE,
    ActKind.RECALL,
    ActKind.ARTICLE_ADD,
    ActKind.GIFT_REFUSE,
    ActKind.GIFT_END,
    ActKind.CONTACT,
    ActKind.SURVEY,
    ActKind.SLIP_ENTER,
}
"""What one key at the counter takes back (R7); what was written about articles and people is corrected by editing."""

OF_THE_STOCK_ROOM = frozenset({ActKind.ARTICLE_ADD, ActKind.GIFT_REFUSE, ActKind.GIFT_END})
"""What is done forty times in a morning with nobody at the counter: undoable, and in no list of what goes on there."""


class SlipAct(StrEnum):
    """What a row of a paper slip says was done with an article."""

    RETURN = "return"
    LEND = "lend"


class SlipState(StrEnum):
    """How far a paper slip has come."""

    OPEN = "open"
    """Printed, and not seen again."""
    ENTERED = "entered"
    VOID = "void"
    """Spoiled, lost or never used: nothing of it is to be typed in."""


class CheckKind(StrEnum):
    """What is asked about an article that came back (R5)."""

    SAFETY = "safety"
    PARTS = "parts"


class CheckAnswer(StrEnum):
    """How a question was answered; `void` when the return itself was undone."""

    WELL = "well"
    BAD = "bad"
    VOID = "void"


class GiftOutcome(StrEnum):
    """What became of a thing that was handed in and not taken into the stock."""

    REFUSED = "refused"
    RECYCLED = "recycled"


class ServiceKind(StrEnum):
    """What is to be done to an article."""

    CHECK = "check"
    WASH = "wash"
    DRY = "dry"
    SHARPEN = "sharpen"
    WAX = "wax"
    MEND = "mend"


class ServiceOutcome(StrEnum):
    """How a note of service was closed."""

    DONE = "done"
    DROPPED = "dropped"


class PartOutcome(StrEnum):
    """How a missing part was settled: it turned up, it was replaced, the article goes without it, or noting it was undone."""

    FOUND = "found"
    REPLACED = "replaced"
    GIVEN_UP = "given_up"
    UNDONE = "undone"


class TransferKind(StrEnum):
    """Whether an article goes to another branch for good or for a time."""

    GIVEN = "given"
    LENT = "lent"


class Channel(StrEnum):
    """By what a borrower is reached."""

    SMS = "sms"
    EMAIL = "email"
    CALL = "call"


class MessageKind(StrEnum):
    """What a message is about."""

    REMINDER = "reminder"
    RECEIPT = "receipt"


class MessageState(StrEnum):
    """How far a message came."""

    PLANNED = "planned"
    WAITING = "waiting"
    """Not taken by the gateway, certainly; it is tried again."""
    SENDING = "sending"
    """Handed to the gateway, whose answer is not stored yet. One that stays so was cut off, and becomes `unknown`."""
    SENT = "sent"
    """Taken by the gateway."""
    UNKNOWN = "unknown"
    """The gateway neither confirmed nor refused. Never sent again by itself."""
    FAILED = "failed"
    """Refused for good: the borrower is to be called."""
    DROPPED = "dropped"
    """Nothing was left to say when its turn came."""
    TO_CALL = "to_call"
    """There is no other way to reach the borrower."""


UNSENT: Final = frozenset({MessageState.PLANNED, MessageState.WAITING})
"""Yet to be sent."""
ON_ITS_WAY: Final = UNSENT | {MessageState.SENDING}
"""Something more becomes of it by itself."""


class Delivery(StrEnum):
    """What the gateway reports later of a message it took."""

    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


class SendReason(StrEnum):
    """Why a message was not sent, why that is not known, or why there was none to send."""

    NO_ADDRESS = "no_address"
    WRONG_NUMBER = "wrong_number"
    NO_GATEWAY = "no_gateway"
    """The channel is not set up on this machine."""
    NO_CONNECTION = "no_connection"
    TOO_MANY = "too_many"
    """The gateway wants them more slowly."""
    LATER = "later"
    """The gateway said: not now."""
    BAD_ADDRESS = "bad_address"
    REFUSED = "refused"
    UNDELIVERED = "undelivered"
    NO_CREDIT = "no_credit"
    NOT_SIGNED_IN = "not_signed_in"
    NOT_SECURE = "not_secure"
    NO_ANSWER = "no_answer"
    """It was handed over, and then nothing was heard."""
    GATEWAY_FAULT = "gateway_fault"
    """The gateway answered with something that says neither yes nor no."""
    CUT_OFF = "cut_off"
    """The program was stopped while it was being sent."""
    NO_TEXT = "no_text"
    """No text could be made for it."""
    NOTHING_LEFT = "nothing_left"
    """Returned, renewed or settled before its turn came."""
    BORROWER_GONE = "borrower_gone"
    NOT_WANTED = "not_wanted"
    """The borrower or the branch has turned reminders off meanwhile."""


class ContactOutcome(StrEnum):
    """How a call went."""

    CALLED = "called"
    PROMISED = "promised"
    NO_REPLY = "no_reply"
    WRONG_NUMBER = "wrong_number"


SPOKEN_TO: Final = frozenset({ContactOutcome.CALLED, ContactOutcome.PROMISED})
"""Somebody answered, and it was the borrower."""


class GoalIndicator(StrEnum):
    """By which figure of the year a goal is measured."""

    LOANS = "loans"
    LOANS_CHILDREN = "loans_children"
    """Loans to those up to 19."""
    LOANS_SCHOOLS = "loans_schools"
    """Loans to schools, preschools and associations."""
    LOANS_PER_1000 = "loans_per_1000"
    """Loans per 1,000 inhabitants of a postal area."""
    BORROWERS = "borrowers"
    NEW_BORROWERS = "new_borrowers"
    OTHERWISE_NO = "otherwise_no"
    """Of those asked, the per cent who would not have done it otherwise."""
    ON_TIME = "on_time"
    """Per cent of loans returned on time."""
