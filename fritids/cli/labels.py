"""labels: sheets of labels, one label as a picture, orders for a label printer, and the two pages that set something right."""

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services.label_values import PrintedLabels


def add(commands: Commands) -> None:
    """The command and its options."""
    parser = commands.add(
        "labels", _("print labels: on sheets, as a picture, or for a label printer"), labels
    )
    parser.add_argument(
        "barcodes", metavar=_("BARCODE"), nargs="*", help=_("print these again, or for the first time")
    )
    parser.add_argument(
        "--unprinted", action="store_true", help=_("all that have a number of ours and no printed label")
    )
    parser.add_argument(
        "--new",
        metavar="N",
        type=read_whole,
        help=_("so many new numbers, for things that are yet to be registered"),
    )
    parser.add_argument(
        "--sheet",
        metavar=_("SHEET"),
        help=_(
            "L7160, L7159, L7651, L4731, 3474 …; or columns x rows : width x height in mm (3x8:63.5x33.9), then : left x top : gap x gap; or width x height of a single label. The one used last if left out"
        ),
    )
    parser.add_argument(
        "--from-cell", metavar="N", type=read_whole, default=1, help=_("begin at this cell of a used sheet")
    )
    parser.add_argument(
        "--offset",
        metavar="X,Y",
        help=_(
            "print so many mm further right and down, such as --offset=-0.5,1; the branch's label_offset if left out"
        ),
    )
    parser.add_argument("--qr", action="store_true", help=_("a QR code instead of bars"))
    parser.add_argument(
        "--dpi", type=int, choices=(203, 300, 600), help=_("dots an inch of the label printer or the picture")
    )
    parser.add_argument(
        "--test-page", action="store_true", help=_("only a page that shows where the labels would be hit")
    )
    parser.add_argument(
        "--scanner-test", action="store_true", help=_("only the page of five codes to try the scanner on")
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=_("FILE"),
        type=read_path,
        required=True,
        help=_("the file; its ending, .pdf, .png, .svg or .zpl, says the form"),
    )
    add_act(parser)


def labels(call: Call) -> Exit:
    """`fritids labels`."""
    args, out = call.args, call.out
    if args.scanner_test and args.test_page:
        raise UsageError(_("Write one page at a time: --test-page or --scanner-test."))
    if (args.scanner_test or args.test_page) and (args.barcodes or args.unprinted or args.new is not None):
        raise UsageError(_("The test page holds no labels. Leave the barcodes, --unprinted and --new out."))
    if args.scanner_test:
        return _scanner_page(call)
    from fritids.services.label_sheets import read_offset

    offset = None if args.offset is None else read_offset(args.offset)
    if args.test_page:
        return _test_page(call, offset)
    from fritids.present.labels import drawing_line, labels_said
    from fritids.services.label_values import LabelOrder

    order = LabelOrder(
        tuple(args.barcodes), args.unprinted, args.new, args.sheet, args.from_cell, offset, args.qr, args.dpi
    )
    with call.desk() as desk:
        try:
            printed = desk.labels.print(
                order,
                args.output,
                act=act_key(call),
                progress=lambda done, whole: out.progress(drawing_line(done, whole)),
            )
        finally:
            out.progress("")
        if out.as_json:
            out.document(_document(printed))
        else:
            out.said(labels_said(printed))
    return Exit.DONE


def _test_page(call: Call, offset: tuple[float, float] | None) -> Exit:
    args = call.args
    with call.desk() as desk:
        sheet = desk.labels.test_page(args.sheet, offset, args.output)
        if call.out.as_json:
            call.out.document({"file": str(args.output), "sheet": sheet.name, "cells": sheet.cells})
        else:
            call.out.line(
                _("The test page for {sheet} is in {path}. Print it at 100 % on plain paper.").format(
                    sheet=sheet.name, path=args.output
                )
            )
    return Exit.DONE


def _scanner_page(call: Call) -> Exit:
    from fritids.domain.scanner_test import TEST_CODES
    from fritids.services.labels import write_scanner_page

    write_scanner_page(call.args.output)
    if call.out.as_json:
        codes: list[Document] = [{"trial": code.trial.value, "holds": code.holds} for code in TEST_CODES]
        call.out.document({"file": str(call.args.output), "codes": codes})
    else:
        call.out.line(_("The scanner's page is in {path}. Print it at 100 %.").format(path=call.args.output))
    return Exit.DONE


def _document(printed: PrintedLabels) -> Document:
    from fritids.present import article_name

    return {
        "file": None if printed.file is None else str(printed.file),
        "sheet": printed.sheet,
        "labels": [
            {
                "barcode": label.barcode,
                "article": None if label.article is None else article_name(label.article),
            }
            for label in printed.labels
        ],
        "pages": printed.pages,
        "first_cell": printed.first_cell,
        "next_cell": printed.next_cell,
        "qr_instead": printed.squares,
        "left_out": printed.left_out or None,
    }
