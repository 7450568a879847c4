"""Numbers of a text that tell a first-order division: telephone area codes and interstate highways.

A local story often names its towns alone and closes with "for more information call 952-...". Our own
tables of public facts: the North American Numbering Plan's codes by state and province, and the states
that each two-digit interstate crosses (one of three digits belongs to its last two).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_CODES = {
    "US": """\
Alabama 205 251 256 334 659 938|Alaska 907|Arizona 480 520 602 623 928|Arkansas 327 479 501
870|California 209 213 279 310 323 341 350 369 408 415 424 442 510 530 559 562 619 626 628 650 657 661
669 707 714 747 760 805 818 820 831 837 840 858 909 916 925 949 951|Colorado 303 719 720 970
983|Connecticut 203 475 860 959|Delaware 302|District of Columbia 202 771|Florida 239 305 321 324 352
386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954|Georgia 229 404 470 478 678 706
762 770 912 943|Hawaii 808|Idaho 208 986|Illinois 217 224 309 312 331 447 464 618 630 708 730 773 779
815 847 861 872|Indiana 219 260 317 463 574 765 812 930|Iowa 319 515 563 641 712|Kansas 316 620 785
913|Kentucky 270 364 502 606 859|Louisiana 225 318 337 504 985|Maine 207|Maryland 227 240 301 410 443
667|Massachusetts 339 351 413 508 617 774 781 857 978|Michigan 231 248 269 313 517 586 616 679 734 810
906 947 989|Minnesota 218 320 507 612 651 763 924 952|Mississippi 228 601 662 769|Missouri 235 314 417
557 573 636 660 816 975|Montana 406|Nebraska 308 402 531|Nevada 702 725 775|New Hampshire 603|New Jersey
201 551 609 640 732 848 856 862 908 973|New Mexico 505 575|New York 212 315 329 332 347 363 516 518 585
607 624 631 646 680 716 718 838 845 914 917 929 934|North Carolina 252 336 472 704 743 828 910 919 980
984|North Dakota 701|Ohio 216 220 234 283 326 330 380 419 436 440 513 567 614 740 937|Oklahoma 405 539
572 580 918|Oregon 458 503 541 971|Pennsylvania 215 223 267 272 412 445 484 570 582 610 717 724 814 835
878|Rhode Island 401|South Carolina 803 821 839 843 854 864|South Dakota 605|Tennessee 423 615 629 731
865 901 931|Texas 210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 903
915 936 940 945 956 972 979|Utah 385 435 801|Vermont 802|Virginia 276 434 540 571 686 703 757 804 826
948|Washington 206 253 360 425 509 564|West Virginia 304 681|Wisconsin 262 274 353 414 534 608 715
920|Wyoming 307""",
    "CA": """\
Alberta 368 403 587 780 825|British Columbia 236 250 257 604 672 778|Manitoba 204 431 584|New Brunswick
428 506|Newfoundland and Labrador 709 879|Nova Scotia 782 902|Prince Edward Island 782 902|Ontario 226
249 289 343 365 382 416 437 519 548 613 647 683 705 742 753 807 905 942|Quebec 263 354 367 418 438 450
468 514 579 581 819 873|Saskatchewan 306 474 639|Yukon 867|Northwest Territories 867|Nunavut 867""",
}
"""Country -> its divisions, each with its area codes."""

_POSTAL = """\
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC
District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS
Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS
Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY
New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode
Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA
Washington|WV West Virginia|WI Wisconsin|WY Wyoming"""

_HIGHWAYS = """\
4 FL|5 CA OR WA|8 CA AZ|10 CA AZ NM TX LA MS AL FL|11 NV|12 LA|15 CA NV AZ UT ID MT|16 GA|17 AZ|19 AZ|20
TX LA MS AL GA SC|22 MS AL|24 IL KY TN GA|25 NM CO WY|26 TN NC SC|27 TX|29 MO IA SD ND|30 TX AR|35 TX OK
KS MO IA MN|37 TX|39 IL WI|40 CA AZ NM TX OK AR TN NC|41 WI IL|42 NC|43 WI|44 TX OK MO|45 TX|49 LA AR
MO|55 LA MS TN AR MO IL|57 MO IL|59 LA MS AL GA|64 MO IL IN KY WV VA|65 AL TN KY IN|66 VA DC|68 WV MD|69
TX TN KY IN MI|70 UT CO KS MO IL IN OH WV PA MD|71 KY OH|72 MO IL|73 NC|74 IA IL IN OH NC|75 FL GA TN KY
OH MI|76 CO NE OH PA NJ|77 SC NC VA WV OH|78 PA NJ NY|79 WV PA|80 CA NV UT WY NE IA IL IN OH PA NJ|81 TN
VA WV MD PA NY|82 WA OR|83 MD PA|84 OR ID UT PA NY CT MA|85 AL GA SC NC VA|86 ID PA NY|87 NY|88 IL NY|89
NH VT|90 WA ID MT WY SD MN WI IL IN OH PA NY MA|91 CT MA VT|93 MA NH VT|94 MT ND MN WI IL IN MI|95 FL GA
SC NC VA DC MD DE PA NJ NY CT RI MA NH ME|96 MI|97 MD|99 PA"""
"""Interstates of two digits and the states that each crosses."""

Division = tuple[str, str]
"""Country code and the division's English name, as the gazetteer has it."""


def _lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.split("|")]


def _by_code() -> dict[str, tuple[Division, ...]]:
    out: dict[str, tuple[Division, ...]] = {}
    for country, table in _CODES.items():
        for line in _lines(table):
            name = " ".join(word for word in line if not word.isdigit())
            for code in line:
                if code.isdigit():
                    out[code] = (*out.get(code, ()), (country, name))
    return out


_AREA = _by_code()
_STATES = {line[0]: ("US", " ".join(line[1:])) for line in _lines(_POSTAL)}
_ROADS = {line[0]: tuple(_STATES[code] for code in line[1:]) for line in _lines(_HIGHWAYS)}
_PHONE = re.compile(r"([2-9]\d\d)\)?[-. /]{1,2}[2-9]\d\d[-. ]\d{4}(?![\d-])")
_NO_CODE = re.compile(r"(?:\d|\+(?!1\b)\d{1,3}[-. ]?\(?|\b00\d\d[-. ]?\(?|(?<!\b1)-)$")
"""Before what is no area code: the rest of a longer number, or another country's prefix."""
_ROAD = re.compile(r"\b(?:I-|Interstates? )(\d{1,3})\b")
READ = 20_000
"""Characters that are read, as of :mod:`speech`."""


def told_divisions(text: str) -> Mapping[Division, float]:
    """Divisions -> how many different numbers of the text tell them; one of several shares itself out."""
    said: dict[str, tuple[Division, ...]] = {}
    for match in _PHONE.finditer(text[:READ]):
        if not _NO_CODE.search(text[max(0, match.start() - 7) : match.start()]):
            said[match.group(1)] = _AREA.get(match.group(1), ())
    for match in _ROAD.finditer(text[:READ]):
        number = match.group(1)
        said[f"I-{number}"] = _ROADS.get(number if len(number) < 3 else number[1:].lstrip("0"), ())
    out: dict[Division, float] = {}
    for divisions in said.values():
        for division in divisions:
            out[division] = out.get(division, 0.0) + 1.0 / len(divisions)
    return out
