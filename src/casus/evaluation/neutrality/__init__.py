"""The swap test: exchange two actors' names in a report; a coder that reads relations codes the mirror image (codebook, section 1)."""

from casus.evaluation.neutrality.mirrors import Mirrored, Neutrality, Outcome, mirrored, neutrality, rightly_coded, touched
from casus.evaluation.neutrality.renaming import Renamed, rename, renamed
from casus.evaluation.neutrality.swaps import Forms, Swap, given_swap, mirror_key, read_swaps, swaps_of

__all__ = [
    "Forms",
    "Mirrored",
    "Neutrality",
    "Outcome",
    "Renamed",
    "Swap",
    "given_swap",
    "mirror_key",
    "mirrored",
    "neutrality",
    "read_swaps",
    "rename",
    "renamed",
    "rightly_coded",
    "swaps_of",
    "touched",
]
