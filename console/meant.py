"""The word that was probably meant."""

from difflib import get_close_matches


def nearest(word: str, known: list[str]) -> str:
    """The known word that was probably meant; empty if none is near."""
    # half of a Chinese word may be right; an option shares its dashes with every other one
    close = get_close_matches(word, known, n=1, cutoff=0.6 if word.startswith("--") else 0.5)
    return close[0] if close else ""
