"""What the documentation says is so."""

import ast
import re
import sys

import pytest

from tests.conftest import ROOT
from tests.reference import README, reference, written

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="argparse words its help by Python's version")
def test_reference_is_current():
    assert written() == TEXT, "run: python -m tests.reference --write"


@pytest.mark.parametrize("verb", ["map", "parse", "lookup", "regenerate", "evaluate"])
def test_every_verb_is_described(verb):
    assert f"usage: geo {verb}" in reference()


def test_every_option_has_help():
    from geo.cli import _parser
    from tests.reference import argparse, walk

    [verbs] = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    for verb in walk(verbs):
        assert verb.description
        for action in verb._actions:
            assert action.help or action.choices, f"{verb.prog} {action.option_strings or action.dest}"


def test_readme_snippets_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    snippets = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert snippets
    for snippet in snippets:
        exec(compile(snippet, "README.md", "exec"), {})
    assert "Caracas place Caracas" in capsys.readouterr().out
    assert (tmp_path / "map.html").stat().st_size > 100_000


@pytest.mark.parametrize("path", sorted((ROOT / "geo").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_public_objects_have_docstrings(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body:
        assert ast.get_docstring(tree), "the module has none"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node) or node.name == "main", node.name


@pytest.mark.parametrize("name", ["README.md", "NOTICE", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"])
def test_files_that_people_look_for(name):
    assert (ROOT / name).stat().st_size > 200


def test_pictures_and_files_that_the_readme_names_are_there():
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", TEXT):
        assert (ROOT / target).exists(), target
