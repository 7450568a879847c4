"""The ranker's model card, written beside the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PEERS: Mapping[str, tuple[float, float, float]] = {
    "lgl": (0.811, 0.735, 0.87),
    "geovirus": (0.829, 0.795, 0.86),
    "trnews": (0.746, 0.846, 0.93),
    "gwn": (0.687, 0.710, 0.88),
    "geocorpora": (0.789, 0.741, 0.87),
    "tudloc": (0.817, 0.748, 0.86),
    "wiktor": (0.629, 0.203, 0.68),
}
"""acc@161 on given spans of the held-back halves of the same corpora: the best of five published systems
(voting ensemble, adaptive learning, CHF, CLAVIN, BLINK), twenty naive lines over a list of large places,
and what was aimed at. Measured by others with the same scorer; ours are on the open halves."""


def card(
    figures: Mapping[str, Any],
    hashes: Mapping[str, str],
    version: str,
    *,
    permissive: bool,
    refitted: bool = True,
) -> str:
    """The card as Markdown; ``refitted``: whether what ships was fitted in the same run."""
    lines = [
        "# Model card: the resolver's ranker",
        "",
        f"Version: {version}. Made by `python -m geo.training.ranker`; run by numpy alone.",
        "",
        "Two small averaged networks over the named columns of `geo/resolution/features.py`: one for the",
        "first round, one for the rounds in which the text's other names bear witness. A softmax over the",
        "candidates of a name and “none of these” gives beliefs; an isotonic curve from cross-validation",
        "turns the belief within 161 km of the answer into the score.",
        "",
        "## Trained on",
        "",
    ]
    if permissive:
        lines.append("Sentences with permissive licences alone (see `PERMISSIVE` in `ranker_data.py`).")
    else:
        lines += [
            "The open halves of LGL, TR-News, GeoWebNews and WikToR, and sentences with marked place names",
            "whose prior leaves no doubt, and short sentences of our own in which the larger place behind a",
            "town's name decides (`TEMPLATES`; their names come from those files). Weights, threshold and",
            "calibration have seen nothing else, and",
            "hold figures, not texts. Figures on the held halves of the four corpora are in-domain. Figures",
            "on the four below are cross-validated by groups. How much the prior and each corpus weigh was",
            "chosen by leaving whole corpora of the four out. The other corpora were never trained on, but",
            "their errors were read while the resolver's first rules were made: they are not blind. The rule",
            "for a place named right behind (`HELD_GUARD`) is laid on top of what was cross-validated, and",
            "so are plain signs that corpora show too seldom to be learned from (`columns.HAND`: telephone",
            "codes, what a town alone has, headings), for which the open halves' errors were read.",
        ]
    if not refitted:
        lines += [
            "",
            "The networks that ship are an earlier fit to the same texts. The figures are of folds fitted",
            "anew with today's columns (`--only-card`); what a whole new fit gave was no better.",
        ]
    lines += ["", "| file | SHA-256 |", "|---|---|"]
    lines += [f"| {name} | `{digest}` |" for name, digest in sorted(hashes.items())]
    lines += [
        "",
        "## Figures on given spans",
        "",
        "Every located gold toponym counts, no answer is wrong. “prior” and “population” are baselines that",
        "learn nothing, measured with `--baselines` on the gazetteer that ships; the trained figures are of",
        "folds with two networks each, what ships averages six.",
        "",
        "| corpus | n | ranker | acc@161 | acc@20 | median km | mean km | AUC | id |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for corpus, by_ranker in figures.items():
        if corpus not in PEERS:
            continue
        for name, f in by_ranker.items():
            ids = "-" if f["id"] is None else format(f["id"], ".3f")
            lines.append(
                f"| {corpus} | {f['n']} | {name} | {f['acc161']:.3f} | {f['acc20']:.3f} | {f['median_km']} | "
                f"{f['mean_km']:.0f} | {f['auc']:.3f} | {ids} |"
            )
    lines += [
        "",
        "Beside the best published systems and naive look-up on the held-back halves of the same corpora:",
        "",
        "| acc@161 | ours (open half) | best peer | naive lines | aim |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {corpus} | {figures[corpus]['trained']['acc161']:.3f} | {peer:.3f} | {naive:.3f} | {aim:.2f} |"
        for corpus, (peer, naive, aim) in PEERS.items()
        if corpus in figures
    ]
    lines += ["", "## What is still wrong, and what each kind would need", "", *figures["errors"]]
    lines += [
        "",
        "## Calibration",
        "",
        f"Expected calibration error {figures['calibration']['ece']:.3f} (cross-validated, ten bins, corpora "
        "weighing alike).",
        "",
        "| score | right | share of answers |",
        "|---|---|---|",
    ]
    lines += [
        f"| {b['score']} | {b['right']} | {b['share']} |" for b in figures["calibration"]["reliability"]
    ]
    lines += [
        "",
        "## Limits",
        "",
        "Trained on English news and encyclopaedia openings, most of it about the United States. It can be",
        "no better than the gazetteer: a place that is not in it cannot be chosen. Names of organisations",
        "that were wrongly taken for places get a place of low score rather than none. Words that tell a",
        "text's country (`geo/resolution/speech.py`) are known for English alone, telephone codes and",
        "highways that tell a division (`geo/resolution/tells.py`) for the United States and Canada.",
        "",
    ]
    return "\n".join(lines)
