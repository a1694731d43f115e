"""The word that was probably meant."""

from difflib import get_close_matches


def nearest(word: str, known: list[str]) -> str:
    """The known word that was probably meant; empty if none is near."""
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return close[0] if close else ""
