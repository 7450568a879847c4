"""Words that stand for a place named before, only where it is sure; and the place that they are given."""

import pytest

from geo.recognition.anaphors import with_anaphors
from geo.types import Document, Mention


def stands_for(text: str, *names: str) -> list[tuple[str, str]]:
    """(words, what they stand for) of the anaphors that are found beside the given mentions."""
    given = [Mention(text.index(name), text.index(name) + len(name), name) for name in names]
    found = with_anaphors(text, sorted(given, key=lambda m: m.start))
    assert all(text[m.start : m.end] == m.text for m in found)
    by_start = {m.start: m.text for m in found}
    return [(m.text, by_start[m.antecedent]) for m in found if m.antecedent is not None]


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        (
            "Oil fouled the Gulf of Mexico. Men fish the Gulf.",
            ["Gulf of Mexico"],
            [("Gulf", "Gulf of Mexico")],
        ),
        ("Men fish the Gulf. Oil fouled the Gulf of Mexico.", ["Gulf of Mexico"], []),
        ("Oil fouled the Gulf of Mexico. The Gulf Coast is long.", ["Gulf of Mexico"], []),
        (
            "It rained in Bamako, the Malian capital. Then the capital slept.",
            ["Bamako"],
            [("capital", "Bamako")],
        ),
        (
            "In Mali's capital, Bamako, it rained. The capital slept.",
            ["Mali", "Bamako"],
            [("capital", "Bamako")],
        ),
        ("He flew to the capital of Mali. In the capital he slept.", ["Mali"], []),
        ("It rained in Bamako, the capital. The capital markets fell.", ["Bamako"], []),
        ("From Bamako, the capital, to Accra, the capital. Men left the capital.", ["Bamako", "Accra"], []),
        ("The island of Sulawesi shook. Men left the island.", ["Sulawesi"], [("island", "Sulawesi")]),
        ("The island of Sulawesi and Lombok island shook. Men left the island.", ["Sulawesi", "Lombok"], []),
        ("Men left the island.", [], []),
    ],
)
def test_only_where_it_is_sure(text: str, names: list[str], wanted: list[tuple[str, str]]) -> None:
    assert stands_for(text, *names) == wanted


def test_many_stay_quick() -> None:
    text = "It rained in Bamako, the Malian capital. " + "Men left the capital. " * 5000
    found = with_anaphors(text, [Mention(13, 19, "Bamako")])
    assert len(found) == 5001 and all(m.antecedent == 13 for m in found[1:])


def test_it_is_placed_where_the_earlier_one_is(geoparser) -> None:
    text = "The storm crossed the Gulf of Mexico on Monday. Rigs in the Gulf were shut."
    placed = {t.mention.text: t for t in geoparser.parse(text).toponyms}
    assert placed["Gulf"].place == placed["Gulf of Mexico"].place is not None
    assert placed["Gulf"].note == "stands for “Gulf of Mexico”, named before"


def test_a_title_is_read_with_the_text(geoparser) -> None:
    text = "Rigs in the Gulf were shut, officials said on Monday."
    titled = Document(id="a", title="Storm crosses the Gulf of Mexico", text=text)
    (toponym,) = geoparser.parse(titled).toponyms
    assert (toponym.mention.start, toponym.mention.text) == (12, "Gulf")
    whole = Document(id="b", title="Rigs in the Gulf", text=text)
    assert geoparser.parse(whole).toponyms == geoparser.parse(text).toponyms, "a title that the text repeats"


def test_a_name_in_the_title_raises_the_texts_own(geoparser) -> None:
    text = "Mary Paris won. Paris was quiet when the results came."
    alone = {t.mention.start for t in geoparser.parse(text).toponyms}
    titled = geoparser.parse(text, title="Voters in Paris, Texas, go to the polls in Paris")
    assert {t.mention.start for t in titled.toponyms} >= alone
    assert all(titled.text[t.mention.start : t.mention.end] == t.mention.text for t in titled.toponyms)
