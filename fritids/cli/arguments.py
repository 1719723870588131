"""Arguments that several commands have: the codes of articles, and questions that are answered beforehand."""

from argparse import ArgumentParser

from fritids.cli.call import Call
from fritids.domain.findings import FindingCode
from fritids.i18n import _


def add_barcodes(parser: ArgumentParser) -> None:
    """The command is about one or more articles."""
    parser.add_argument(
        "barcodes", metavar=_("BARCODE"), nargs="+", help=_("the code on the article's label")
    )


def add_accept(parser: ArgumentParser, example: FindingCode) -> None:
    """What the command would ask about can be answered beforehand."""
    parser.add_argument(
        "--accept",
        metavar=_("CODE"),
        action="append",
        default=[],
        choices=[code.value for code in FindingCode],
        help=_("say yes to a question beforehand, such as {code}; may be given several times").format(
            code=example.value
        ),
    )


def accepted(call: Call) -> frozenset[FindingCode]:
    """What was answered beforehand."""
    return frozenset(FindingCode(code) for code in call.args.accept)
