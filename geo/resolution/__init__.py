"""Mentions and candidates to toponyms: which place each name of a text means."""

from __future__ import annotations

from geo.resolution.explain import Explanation, explain
from geo.resolution.ranker import PriorRanker, Ranker, TrainedRanker
from geo.resolution.resolver import DOUBTFUL, MIN_SCORE, Resolver

__all__ = [
    "DOUBTFUL",
    "MIN_SCORE",
    "Explanation",
    "PriorRanker",
    "Ranker",
    "Resolver",
    "TrainedRanker",
    "explain",
]
