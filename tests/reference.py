"""The README's command-line reference, made from the parser's own help.

python -m tests.reference --write
"""

import argparse
import os
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- reference -->\n", "<!-- /reference -->"


def reference() -> str:
    """The help of every verb, as fixed-width blocks."""
    os.environ["COLUMNS"] = "100"
    from geo.cli import _parser

    parser = _parser()
    [verbs] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    blocks = [
        f"    {line}".rstrip() for verb in walk(verbs) for line in ["", *verb.format_help().splitlines()]
    ]
    return "\n".join(blocks).strip("\n") + "\n"


def walk(verbs: argparse._SubParsersAction):
    """Every parser below, verbs of verbs included."""
    for verb in verbs.choices.values():
        below = [action for action in verb._actions if isinstance(action, argparse._SubParsersAction)]
        if below:
            yield from walk(below[0])
        else:
            yield verb


def written() -> str:
    """The README with its reference made anew."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    return head + BEGIN + reference() + END + rest.partition(END)[2]


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        README.write_text(written(), encoding="utf-8")
    else:
        print(written())
