"""What somebody who means harm, a broken scanner or a careless export hands to the program: one table, for every door.

A text is data wherever it comes in (R13). What it may become is itself without control characters and invisible marks, or a refusal
in one sentence; never a traceback, a hang, a command, a formula, a second header, a file somewhere else.
"""

from typing import Final

ESCAPES: Final = (
    "\x1b[2J\x1b[31mred\x1b[0m",  # clears the screen
    "\x1b]0;title\x07Anna",  # the window's title
    "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;ZXZpbA==\x07",  # the clipboard
    "\x1bP+q544e\x1b\\",  # a device control string: some terminals answer by typing
    "\x1b[6n\x1b[c\x1b[>q",  # questions that the terminal answers by typing
    "\x9b31m\x9d0;t\x9c",  # the same as single characters (C1)
    "\x1b[201~\rquit\r",  # the end of a paste, and what comes as if typed
    "\x1b[?1049l\x1bc\x0e",  # off the screen, reset, another character set
    "\x10\x04\x01\x1b@\x1dV\x00\x1bp\x00\x19\xfa",  # of a receipt printer: cut, open the drawer
    "^XA^FDx^FS^XZ~JR",  # of a label printer
)
BIDI: Final = (
    "Anna\u202egnp.exe",
    "\u2066\u2067\u2068a\u2069\u200e\u200f\u061c",
    "a\u200bb\u2060c\ufeffd\u00ade",
    "Z" + "\u0301" * 500,
    "\U000e0041\U000e0042",  # tags
    "\u3164\u115f\u2800",  # letters without ink
    "e\ud800x",
    "\ufff9a\ufffab\ufffb",
    "👨\u200d👩\u200d👧",
)
MARKUP: Final = (
    "[bold]x[/bold]", "[@click=app.quit]x[/]", "[/]", "[[[", "[link=http://evil.example]x", "[red on", "$accent [$x]", "\\[b]",
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt; &#0; &xxe;", "]]><x/>", "javascript:alert(1)",
)  # fmt: skip
FORMULAS: Final = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", "＋1", "－1", "＠x", "'=1", "''=1", " =1", "\u200b=1",
    '=HYPERLINK("http://evil.example")', ";=1", 'a";=1;"', "sep=;",
)  # fmt: skip
TEMPLATES: Final = (
    "{}", "{0}", "{name}", "{0.__class__.__mro__}", "{n!r:>99999}", "{", "}", "%s%n%(x)s", "$(id)", "${HOME}", "`id`", "{{7*7}}", "{% raw %}",
    "#{7*7}", "{name:{width}}", "%",
)  # fmt: skip
HEADERS: Final = (
    "x\r\nBcc: a@evil.example", "x\nX-Y: 1", "x\n .", "=?utf-8?q?=0D=0ABcc:_a@evil.example?=", "a@b.se\r\nRCPT TO:<x@y.se>", '"a"@b.se,c@d.se',
    "x\u2028y\u2029z\x85w\x0bv\x0cu",
)  # fmt: skip
SQL: Final = (
    "' OR 1=1 --", "'; DROP TABLE loan; --", '"; --', "%", "_", "\\", "%_\\%", "a' UNION SELECT 1", "/*", "id; --", "x') OR ('1'='1", "NULL", ":x", "?",
    "%(x)s", "\\'; --",
)  # fmt: skip
PATHS: Final = (
    "../../evil.csv", "/dev/null/x.csv", "..\\..\\evil.csv", "C:\\evil.csv", "con.csv", "nul", "a\x00b.csv", "a" * 5000 + ".csv", "~nobody-at-all/x.csv", ".",
    "..", "/", "a/../../b.json", "file:///etc/passwd", "//host/share/x.csv",
)  # fmt: skip
SHELL: Final = ("; id", "| id", "&& id", "$IFS", "> x", "--help", "-rf", "-", "--", "@file", "a\nb", "*")
NUMBERS: Final = (
    "9" * 5000, "1e999", "-1", "0", "nan", "inf", "0x10", "1_000", "²", "٣", "１２３", "१", "1" + "0" * 18, "2147483648", "9223372036854775808",
    "1.7976931348623157e309", "00", "½",
)  # fmt: skip
PHONES: Final = (
    "070-174 06 05 ext 5", "0701740605;ext=99", "+46 70 174 06 05 x1", "٠٧٠١٧٤٠٦٠٥", "０７０１７４０６０５", "0701740605\u202e", "1-800-FLOWERS", "+" * 200,
    "tel:+46701740605;phone-context=evil", "+0", "00" * 50, "(" * 250, "070" + "-" * 245 + "1",
)  # fmt: skip
DATES: Final = (
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "0001-01-01",
    "99999w",
    "-1d",
    "9" * 400 + "d",
    "２０２６-01-01",
    "24:61",
    "today+999999999",
)
BOMBS: Final = (
    "a" * 1_000_000, "1" * 100_000, "[" * 100_000, "{" * 100_000, "(" * 50_000, " " * 50_000 + "x", "1-" * 30_000, "0 " * 30_000, "a@" * 30_000,
    "a." * 30_000 + "@", "38 1/3 " * 10_000, ";" * 100_000, '"' * 99_999, "\n" * 50_000, "å" * 100_000, "é" * 3 + "\u0301" * 50_000, "1/" * 30_000,
)  # fmt: skip
EMPTY: Final = ("", " ", "\x00", "\u00a0", "\u3000", "\t\n")

SHORT: Final = (
    *ESCAPES, *BIDI, *MARKUP, *FORMULAS, *TEMPLATES, *HEADERS, *SQL, *PATHS, *SHELL, *NUMBERS, *PHONES, *DATES, *EMPTY,
)  # fmt: skip
ALL: Final = (*SHORT, *BOMBS)

HARMFUL: Final = frozenset(
    map(chr, (*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
) - {"\n"}  # fmt: skip
"""What no text of a person may bring to a terminal. Lines end by \\n, which the program writes itself."""


def harm_in(text: str) -> set[str]:
    """The characters of `text` that must not reach a terminal."""
    return set(text) & HARMFUL
