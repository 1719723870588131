"""What was probably meant by a size that cannot be."""

import pytest

from fritids.domain.size_slips import readings
from fritids.domain.sizes import SizeKind as K


@pytest.mark.parametrize(
    ("text", "kind", "second", "meant"),
    [
        ("380", K.EU, None, ["38"]),
        ("385", K.EU, None, ["38.5"]),
        ("380", K.MP, K.EU, ["EU 38"]),
        ("5458", K.HEAD, None, ["54-58"]),
        ("1400", K.LEN, None, ["140", "14"]),
        ("1,4", K.LEN, None, ["140", "14"]),
        ("3.8", K.EU, None, ["38"]),
        ("stor", K.EU, None, []),
        ("999", K.SML, None, []),
        ("99999", K.EU, None, []),
    ],
)
def test_a_slip_of_the_keys_is_guessed(text: str, kind: K, second: K | None, meant: list[str]) -> None:
    """A sign or a nought too many or too few, a span without its hyphen; where nothing makes sense there is no guess."""
    assert [size.text for size in readings(text, kind, second)] == meant
