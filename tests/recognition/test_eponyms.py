"""Diseases, wars, currencies and groups that bear a place's name, and the places themselves beside them."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest

from geo.pipeline import Geoparser

MARK = re.compile(r"\[([^\[\]]+)\]")
TEXTS = (
    "West Nile virus has reached [Ohio], and horses in [Toledo] were tested.",
    "Lassa fever killed nine people in [Nigeria] in January.",
    "Pigs north of [Manila] carried the Reston ebolavirus, officials said.",
    "The Ebola-Reston virus was found in monkeys that had been flown to [Reston], [Virginia].",
    "Five pigs were infected with the Ebola-Reston strain; Reston does not make people ill.",
    "Crimean-Congo haemorrhagic fever was confirmed in [Iraq] in May.",
    "A child in [Montana] died of Rocky Mountain spotted fever.",
    "Because Marburg virus kills slowly, doctors from [Marburg], [Germany], went to [Angola].",
    "The vaccine holds an A/California/7/2009 virus and one like B/Brisbane/60/2008.",
    "He served in the Vietnam War and came home to [Kansas].",
    "Veterans of the Iraq War met in [Denver] on Friday.",
    "The fine was US$42 million, or NZ$70 million, a court in [Auckland] heard.",
    "Losses exceeded $US 15 million, growers in [California] said.",
    "The tax was raised by A$3, to 12 dollars, in [Sydney].",
    "Campaigners of Free Tibet marched through [London] on Sunday.",
    "The report was carried by the Times of India and heard in [Mumbai].",
    "A Holden Rodeo ran out of fuel near [Darwin].",
    "Officials of the ITU had met in [Dubai] before the vote.",
    "A Delta flight from [Atlanta] was sent to [Halifax].",
    "China Eastern flight MU5735 left [Kunming] for [Guangzhou].",
    "Al-Shabaab attacked a hotel in [Mogadishu].",
    "Real Madrid beat Bayern Munich in [Lisbon], and Atletico Madrid's coach flew to [Madrid].",
    "Deportivo La Coruña and AC Milan drew in [Turin].",
    "The Birmingham Six were freed in [London]; so were the San Antonio Four in [Texas].",
    "A judge of the Southern District of [New York] ruled on Monday.",
)
PLACES = (
    "Troops crossed from [Iraq] before the war; [Iraq] denied it.",
    "A new variant was found in [Kent], and flu filled the wards of [Texas].",
    "[Angola] yellow fever deaths rose to 300, the ministry said.",
    "News of [Haiti]'s quake reached [Miami], said the Financial Times of [London].",
    "Farmers of [Free State] sold maize to [Lesotho].",
    "Ebola-hit [Liberia] closed its schools; Ebola spread in [Sierra Leone].",
    "The [Amazon] is drying: [Manaus] saw the river fall.",
    "The game in [Madrid] was shown on a [Miami] TV station.",
    "Rockets hit the [Southern District] of [Israel].",
    "The film went from the [Toronto] International Film Festival to the [Cannes] Film Festival.",
    "She ran the [Boston] Marathon on Monday.",
    "Flights from [Boston] to [Delta], [Utah], were late.",
    "The [U.S.] $40 million programme ends in [Haiti] this year.",
    "[BEIRUT] - Shells fell near [TYRE] at dawn, the army said.",
)


@lru_cache(maxsize=2)
def geoparser(fast: bool) -> Geoparser:
    return Geoparser(fast=fast)


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("marked", TEXTS + PLACES)
def test_what_is_named_after_a_place_is_none(marked: str, fast: bool) -> None:
    text = MARK.sub(r"\1", marked)
    found = {t.mention.text for t in geoparser(fast).parse(text).toponyms if t.mention.kind != "demonym"}
    wanted = set(MARK.findall(marked))
    if marked in TEXTS:
        assert found <= wanted, "a thing is taken for a place"
    assert wanted <= found


def test_a_sign_apart_from_the_country_is_no_currency() -> None:
    toponyms = geoparser(True).parse("It cost the US $40 million to arm Ukraine.").toponyms
    assert [t.mention.text for t in toponyms] == ["US", "Ukraine"]


def test_a_name_that_is_surely_a_place_is_none_in_a_disease() -> None:
    text = (
        "Herders in the Rift Valley lost their cattle, officials in Kenya said. Rift Valley fever killed the "
        "animals, and vaccines against Rift Valley fever are short."
    )
    found = [t.mention.text for t in geoparser(False).parse(text).toponyms]
    assert found == ["Rift Valley", "Kenya"]
