"""Mentions and candidates to toponyms: which place each name of a text means."""

from __future__ import annotations

from geo.resolution.ranker import PriorRanker, Ranker, TrainedRanker
from geo.resolution.resolver import DOUBTFUL, MIN_SCORE, Resolver

__all__ = ["DOUBTFUL", "MIN_SCORE", "PriorRanker", "Ranker", "Resolver", "TrainedRanker"]
