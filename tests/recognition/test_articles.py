"""Arabic articles and "Trans-": tied to a name by a hyphen, a part of it."""

import pytest

from geo.recognition.articles import whole


@pytest.mark.parametrize(
    ("text", "found", "name"),
    [
        ("near el-Fasher now", "-Fasher", "el-Fasher"),
        ("near el-Fasher now", "Fasher", "el-Fasher"),
        ("from Ash-Shihr", "Shihr", "Ash-Shihr"),
        ("the Trans-Siberian Railway", "Siberian Railway", "Trans-Siberian Railway"),
        ("al-Qaim fell", "Qaim", "al-Qaim"),
        ("a U.S.-Mexico deal", "Mexico", "Mexico"),
        ("Paris-based", "Paris", "Paris"),
        ("the tidal-Thames", "Thames", "Thames"),
        ("Laval-Quebec", "Quebec", "Quebec"),
    ],
)
def test_a_name_is_whole(text, found, name):
    at = text.index(found)
    start = whole(text, at, at + len(found))
    assert text[start : at + len(found)] == name


@pytest.mark.parametrize("text", ["Al-Shabab claimed it", "El-Sisi spoke"])
def test_an_article_is_no_name(text):
    assert whole(text, 0, 2) is None


def test_a_name_like_an_article_stands_alone():
    assert whole("in Al, Norway", 3, 5) == 3
