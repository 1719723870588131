"""Results as the JSON that DESIGN §4 promises: every key always there, codes that never change, empty is null."""

from collections.abc import Iterable
from datetime import date, datetime

from fritids.cli.output import Document
from fritids.domain.calendar import iso_utc
from fritids.domain.findings import FindingCode, Findings
from fritids.present import article_name, sentence
from fritids.services.results import (
    ArticleView,
    BorrowerView,
    Found,
    Lent,
    LoanView,
    NotLent,
    NotRenewed,
    NotTakenBack,
    NotUndone,
    Renewed,
    TakenBack,
    UndoneLine,
)
from fritids.services.results.reminders import ContactView
from fritids.services.results.service import NotServiced
from fritids.services.transfer_values import NotMoved

Refusal = NotLent | NotTakenBack | NotRenewed | NotUndone | NotServiced | NotMoved


def day(when: date | None) -> str | None:
    """A date, or null."""
    return None if when is None else when.isoformat()


def moment(when: datetime | None) -> str | None:
    """A moment in UTC, or null."""
    return None if when is None else iso_utc(when)


def article(view: ArticleView) -> dict[str, Document]:
    """ARTICLE."""
    return {
        "barcode": view.barcode,
        "article": article_name(view),
        "type": view.type.code,
        "category": view.type.category,
        "size": view.size or None,
        "brand": view.brand or None,
        "state": view.state.value,
        "due": day(view.due),
    }


def borrower(view: BorrowerView) -> dict[str, Document]:
    """BORROWER."""
    return {
        "number": view.number,
        "name": view.name or None,
        "phone": view.phone or None,
        "kind": view.kind.value,
        "open_loans": view.open_loans,
    }


def loan(view: LoanView, *, returned: bool = False) -> dict[str, Document]:
    """One line of `loans`; with `returned` also when it came back."""
    document: dict[str, Document] = {
        "barcode": view.article.barcode,
        "article": article_name(view.article),
        "type": view.article.type.code,
        "borrower": view.borrower_number,
        "name": view.borrower_name or None,
        "phone": view.phone or None,
        "lent_at": moment(view.lent_at),
        "due": day(view.due),
        "days_late": view.days_late,
        "renewals": view.renewals,
    }
    if returned:
        document["returned_at"] = moment(view.returned_at)
    return document


def lent(result: Lent) -> dict[str, Document]:
    """One line of `lent`."""
    view = result.loan
    return {
        "barcode": view.article.barcode,
        "article": article_name(view.article),
        "borrower": view.borrower_number,
        "lent_at": moment(view.lent_at),
        "due": day(view.due),
        "accepted": _codes(result.accepted),
        "told": _told(result.told),
    }


def returned(view: LoanView, told: Findings = ()) -> dict[str, Document]:
    """One line of `returned`."""
    return {
        "barcode": view.article.barcode,
        "article": article_name(view.article),
        "borrower": view.borrower_number,
        "lent_at": moment(view.lent_at),
        "returned_at": moment(view.returned_at),
        "days_late": view.days_late,
        "told": _told(told),
    }


def taken_back(result: TakenBack) -> dict[str, Document]:
    """One line of `returned`, of a return of its own."""
    return returned(result.loan, result.told)


def found(result: Found) -> dict[str, Document]:
    """One line of `found`."""
    return {"barcode": result.article.barcode, "article": article_name(result.article)}


def renewed(result: Renewed) -> dict[str, Document]:
    """One line of `renewed`."""
    return {
        "barcode": result.loan.article.barcode,
        "due": day(result.loan.due),
        "renewals": result.loan.renewals,
        "told": _told(result.told),
    }


def undone(line: UndoneLine) -> dict[str, Document]:
    """One line of `undone`."""
    return {"act": line.act.value, "barcode": line.barcode, "borrower": line.borrower_number}


def contact(view: ContactView) -> dict[str, Document]:
    """A call to a borrower."""
    return {
        "at": moment(view.at),
        "outcome": view.outcome.value,
        "phone": view.address,
        "promised_on": day(view.promised_on),
        "note": view.note,
        "operator": view.operator,
    }


def refused(result: Refusal) -> dict[str, Document]:
    """One line of `refused`, with everything there was to say."""
    return {
        "barcode": result.barcode,
        "reasons": [
            {
                "code": finding.code.value,
                "severity": finding.severity.value,
                "message": sentence(finding, done=False),
            }
            for finding in result.findings
        ],
    }


def _codes(codes: Iterable[FindingCode]) -> list[Document]:
    return [code.value for code in codes]


def _told(findings: Findings) -> list[Document]:
    return [finding.code.value for finding in findings]
