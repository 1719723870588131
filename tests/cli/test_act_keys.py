"""`--act` (R9): the same act sent twice is done once, and a key that stands for another act never looks like success."""

import pytest

from fritids.db.engine import Database
from fritids.main import main
from fritids.services.desk import Desk
from fritids.services.forms import NewArticle, NewBorrowerData
from tests.cli.conftest import Branch, Run, address, initialised
from tests.copies import CopyOf

KEY_USED = "This act key was used for another act. Give every act a key of its own."


def lent(database: Database) -> dict[str, str]:
    """Two articles, one of them on loan, and two borrowers; the act `lent` lent it."""
    initialised(database)
    desk = Desk.on(database, name="disk1")
    anna, bo = (desk.borrowers.add(NewBorrowerData(name), act=name).number for name in ("Anna Berg", "Bo Ek"))
    one, other = (desk.articles.add(NewArticle("sledge"), act=act)[0].barcode for act in ("one", "other"))
    assert (
        main(("--database", address(database), "--desk", "disk1", "lend", "--to", anna, one, "--act", "lent"))
        == 0
    )
    return {"ANNA": anna, "BO": bo, "ONE": one, "OTHER": other}


@pytest.fixture
def prepared(copy_of: CopyOf) -> tuple[str, dict[str, str]]:
    return copy_of(lent)


@pytest.fixture
def database_url(prepared: tuple[str, dict[str, str]]) -> str:
    return prepared[0]


@pytest.fixture
def stock(branch: Branch, prepared: tuple[str, dict[str, str]]) -> dict[str, str]:
    """What each word of a command stands for."""
    return prepared[1]


@pytest.mark.parametrize(
    "words",
    [
        "lend --to BO ONE",
        "lend --to ANNA OTHER",
        "return ONE",
        "renew ONE",
        "renew --borrower ANNA",
        "undo",
        "undo --visit",
        "article add --type sledge",
        "article edit ONE --brand X",
        "article discard OTHER --reason lost",
        "borrower add --name Cia",
        "borrower edit BO --note x",
        "borrower card BO LIB-1",
        "borrower co-borrower BO --name Lo",
        "borrower merge ANNA BO",
        "borrower erase BO",
        "booking add --to BO --type tent --from 2099-12-01 --until 2099-12-02",
        "branch set loan_days=21",
        "article period tent 3",
    ],
)
def test_a_key_of_another_act_is_wrong_use(stock: dict[str, str], run: Run, words: str) -> None:
    asked = [stock.get(word, word) for word in words.split()]
    before = run("loans", "--all", "--json").document, run("borrower", "list", "--json").document
    said = run(*asked, "--act", "lent", "--json")
    assert (said.status, said.document) == (2, {"error": {"code": "usage", "message": KEY_USED}})
    assert (run("loans", "--all", "--json").document, run("borrower", "list", "--json").document) == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("article edit ONE --brand X", "article edit OTHER --brand X"),
        ("article discard ONE --reason lost", "article discard OTHER --reason lost"),
        ("borrower edit ANNA --note x", "borrower edit BO --note x"),
        ("borrower card ANNA LIB-1", "borrower co-borrower ANNA --name Lo"),
    ],
)
def test_a_key_of_the_same_kind_of_act_on_something_else_is_wrong_use(
    stock: dict[str, str], run: Run, first: str, second: str
) -> None:
    done, refused = ([stock.get(word, word) for word in words.split()] for words in (first, second))
    answer = run(*done, "--act", "k", "--json")
    assert answer.status == 0
    assert run(*done, "--act", "k", "--json").document == answer.document
    assert run(*refused, "--act", "k", "--json").document == {"error": {"code": "usage", "message": KEY_USED}}


def test_a_renewal_is_sent_again_for_its_own_article_only(branch: Branch, run: Run) -> None:
    one, other = branch.article("sledge"), branch.article("sledge")
    run("lend", "--to", branch.borrower("Anna"), one, other, "--at", "2026-01-02T12:00")
    first = run("renew", one, "--act", "k", "--json")
    assert first.status == 0
    assert run("renew", one, "--act", "k", "--json").document == first.document
    assert run("renew", other, "--act", "k").status == 2


def test_a_loan_of_a_merged_borrower_is_sent_again(stock: dict[str, str], run: Run) -> None:
    first = run("borrower", "merge", stock["BO"], stock["ANNA"], "--act", "m", "--json")
    again = run("borrower", "merge", stock["BO"], stock["ANNA"], "--act", "m", "--json")
    assert (again.status, again.document) == (0, first.document)
    lent = run("lend", "--to", stock["ANNA"], stock["ONE"], "--act", "lent", "--json")
    assert lent.status == 0
    assert lent.document["lent"][0]["borrower"] == stock["BO"]
