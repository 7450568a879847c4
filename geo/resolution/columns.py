"""The columns of a document's matrix: the contract between training and use.

``STATIC`` depends on the name and its candidates alone, ``LOCAL`` on the text around the name, ``CONTEXT``
on what the other names are believed to mean, ``GROUP`` is the same for all candidates of a name, ``HAND``
is weighed by hand.
"""

from __future__ import annotations

from geo.resolution.entries import STATIC

LOCAL = (
    "kind_near",  # a kind word beside the name fits (1), speaks against (-1), or there is none (0)
    "kind_own",
    "home_given",
    "dateline",
    "held_direct",  # stands right before a place that holds it: share of mentions
    "held_direct_other",  # another candidate of the name is so held, this one is not
    "held_before",
    "held_phrase",
    "held_list",  # so held, but in what reads as a list
    "holds_direct",  # stands right behind a name that it holds
    "company",  # ln(1 + other names that could mean something nearby)
    "company_to_best",
    "namesakes",  # ln(1 + candidates of the name in its country)
    "speech",  # share of the text's words of one country that are of this one
    "speech_to_best",  # log of that share over the largest of any country
)
CONTEXT = (
    "context_weight",  # ln(1 + weight of the text's other names)
    "country_share",
    "country_weight",
    "country_rank",
    "first_share",
    "first_weight",
    "first_rank",
    "second_share",
    "second_weight",
    "country_named",
    "first_named",
    "second_named",
    "same_place",
    "nearest",
    "chance",  # how many namesakes would lie as near to settled places by chance, log10
    "mean_distance",
    "kernel",
    "kernel_to_best",
    "share_40",
    "share_161",
    "share_500",
    "window_nearest",
    "window_mean",
    "window_country",
    "window_first",
    "fellow_kind",  # of its neighbours in a list, the share that is a place of the same kind
    "fellow_other",  # and of another
    "dateline_distance",
    "dateline_first",
    "home_distance",
    "belief",
    "belief_to_best",
)
GROUP = (
    "nil",
    "candidates",
    "mentions",
    "words",
    "letters",
    "capitals",
    "person",
    "common",
    "prior_entropy",
    "groups",
    "main_country",  # largest country share of the text
    "main_first",
)
HAND = (
    "held_heading",  # lies in the place that is the heading above, alone on its line
    "told",  # what of the text's telephone numbers and highways tells its first-order division
    "town_told",  # what a town alone has stands beside the name: share of mentions, below 0 for no town
    "wire",  # for a name that an agency's dateline gives alone: log of the share over the largest
    "bare_river",  # a water of a state's or country's name that stands without "the": share of mentions
    "capitals_other",  # the name is short and in capitals, and this one's own is a word, another's is not
    "code_alone",  # an airport that the text names by its code, and speaks of no flight
    "spelt_alike",  # its own name differs by a letter from the text's, which is the usual candidate's own
)
"""Columns that the prior ranker alone weighs, on top of what was fitted: corpora show what they tell too
seldom for a network to learn, and it is plain enough to need none. On one and the same networks they mended,
out of fold, 12 answers of LGL, 9 of TUD-Loc, 5 of GeoCorpora and 1 of TR-News, and spoilt 2."""
LEARNED = (*STATIC, *LOCAL, *CONTEXT, *GROUP)
"""What the networks are fitted on."""
COLUMNS = (*LEARNED, *HAND)
