"""The language of a text: English at once, others by the model, names alone not at all."""

from __future__ import annotations

import sys

import pytest

from geo.recognition.language import detect, is_english


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The president said on Monday that talks with the neighbours were not over.", "en"),
        ("THE PRESIDENT SAID ON MONDAY THAT THE TALKS WERE NOT OVER.", "en"),
        ("Le président a déclaré lundi que les pourparlers avec les voisins ne sont pas terminés.", "fr"),
        ("El presidente dijo el lunes que las conversaciones con los vecinos no han terminado.", "es"),
        ("Der Präsident sagte am Montag, die Gespräche mit den Nachbarn seien nicht beendet.", "de"),
        ("Президент заявил в понедельник, что переговоры с соседями не закончены.", "ru"),
        ("Президент заявив у понеділок, що переговори із сусідами ще не закінчено.", "uk"),
        ("قال الرئيس يوم الاثنين إن المحادثات مع الجيران لم تنته بعد.", "ar"),
        ("总统星期一表示,与邻国的谈判尚未结束。", "zh"),
        ("O presidente disse na segunda-feira que as conversações com os vizinhos não terminaram.", "pt"),
    ],
)
def test_languages(text: str, code: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize("text", ["", "12 34", "Kano market", "\x00\x01", "https://example.org/le/la/les"])
def test_what_cannot_be_told_is_read_as_english(text: str) -> None:
    assert detect(text) == "und"
    assert is_english("und")


def test_english_loads_no_model() -> None:
    sys.modules.pop("py3langid", None)
    sys.modules.pop("py3langid.langid", None)
    assert detect("The mayor of the town said that it was not the first time this had happened.") == "en"
    assert "py3langid" not in sys.modules
