"""The English of a text: words and spellings that tell in which country it was written.

A local story seldom says in which country its town lies; it speaks of sheriffs or of councillors. A
table of our own, of everyday and institutional words; a word counts once, however often it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

_COMMONWEALTH = "GB IE AU NZ ZA IN"
_BRITISH = "GB IE"
_AMERICAN = "US CA"

_CUES: tuple[tuple[str, str], ...] = (
    (
        "US",
        "sheriff sheriff's sheriffs sophomore freshman freshmen republican republicans democrat democrats "
        "gop congressman congresswoman interstate misdemeanor felony felonies selectmen selectman "
        "alderman aldermen trooper troopers precinct medicaid medicare quarterback touchdown softball "
        "baseball varsity color colors center centers theater neighbor neighbors neighborhood "
        "neighborhoods labor honor honored favorite defense program programs traveled traveling canceled "
        "gasoline sidewalk township townships commissioners valedictorian homecoming semifinal apartment "
        "apartments kindergarten elementary statewide countywide turnpike councilman councilwoman "
        "councilmember councilmembers mph acres fiscal",
    ),
    (
        "US",
        "school district|county commissioners|county commission|county jail|county courthouse|"
        "county judge|district attorney|grand jury|state police|state patrol|state senator|"
        "state representative|school board|city manager|fire department|police department|"
        "board of supervisors|circuit court|superior court|town meeting|high school|state university|"
        "community college|junior high|planning commission|square feet|social security|boys basketball|"
        "girls basketball",
    ),
    (
        _COMMONWEALTH,
        "colour colours centre centres theatre neighbour neighbours neighbourhood labour honour honoured "
        "favourite defence programme programmes travelled travelling cancelled organised organisation "
        "organisations recognised realised apologised criticised licence councillor councillors petrol "
        "tyre tyres mum mums cricket rugby railway whilst kilometre kilometres metres litre litres "
        "holidaymakers",
    ),
    (
        "CA",
        "colour colours centre centres theatre neighbour neighbours neighbourhood labour honour favourite "
        "councillor councillors defence travelled cancelled kilometre kilometres metres litres rcmp mpp "
        "mpps mla mlas premier hockey toonie reeve snowmobile",
    ),
    (
        "GB",
        "constabulary lorry lorries motorway nhs ofsted pensioner pensioners cllr magistrates bypass "
        "postcode solicitor solicitors pub pubs tory tories mp mps flat flats semi-detached terraced "
        "sixth-form headteacher ward wards hospice pc a-levels gcse gcses",
    ),
    (
        "GB",
        "county council|district council|borough council|parish council|city council|crown court|car park|"
        "town centre|city centre|high street|primary school|housing estate|liberal democrat|lib dem|"
        "detective constable|detective inspector|detective sergeant|fire brigade|secondary school",
    ),
    (
        "IE",
        "garda gardaí gardai taoiseach tánaiste tanaiste dáil oireachtas gaa hurling camogie seanad "
        "fianna lorry pub pubs solicitor motorway cllr",
    ),
    ("IE", "county council|fine gael|fianna fáil|fianna fail|credit union|district court|town council"),
    ("AU", "shire bushfire bushfires ute afl nrl footy premier suburb suburbs pensioners mp mps"),
    ("AU", "state government|federal government|shire council|rugby league|primary school|local government"),
    ("NZ", "maori māori iwi kiwi kiwis marae mp mps"),
    ("NZ", "district council|regional council|all blacks|primary school"),
    (
        "IN",
        "lakh lakhs crore crores panchayat taluk tehsil mandal gram sabha mla mlas bjp rs naxal naxals "
        "maoists rupees collectorate zilla district-collector constable",
    ),
    ("PK", "lakh lakhs crore crores rupees tehsil nazim rs"),
    ("ZA", "rand anc saps matric bakkie"),
    ("NG", "naira lga lgas"),
    ("PH", "barangay barangays pesos"),
    ("KE", "shillings matatu mp mps"),
    ("US CA", "highway highways downtown truck trucks principal"),
    ("US CA", "city council|city hall|mayor's office|parking lot"),
)
"""(countries, words) and (countries, pairs of words set apart by bars)."""

_WORDS: dict[str, frozenset[str]] = {"£": frozenset({"GB"}), "€": frozenset({"IE"})}
for _countries, _line in _CUES:
    for _cue in _line.split("|") if "|" in _line else _line.split():
        _WORDS[_cue] = _WORDS.get(_cue, frozenset()) | frozenset(_countries.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[£€]")
READ = 20_000
"""Characters that are read: the opening of a report tells as much as the whole."""


def speech_of(text: str) -> Mapping[str, float]:
    """Countries -> how many cues speak for them, a cue of several countries shared among them."""
    words = [word.replace("’", "'") for word in _WORD.findall(text[:READ].lower())]
    seen = dict.fromkeys(words)
    seen.update(dict.fromkeys(part for word in words if "-" in word for part in word.split("-")))
    seen.update(dict.fromkeys(f"{a} {b}" for a, b in pairwise(words)))
    out: dict[str, float] = {}
    for cue in seen:
        for country in sorted(_WORDS.get(cue, ())):
            out[country] = out.get(country, 0.0) + 1.0
    return out
