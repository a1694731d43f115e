"""Mistakes that the console itself finds, before the engine is asked."""

import errno

from states.errors import BadInput
from states.words.joining import brief

OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
"""Why nothing can be written, whatever name or place a person gives."""


class Misuse(BadInput):
    """A wrong command line or an unusable file: exit code 2; the sentence is in console/words."""

    def message(self, lang: str = "zh") -> str:
        """The sentence to show."""
        from console.words.texts import say

        return say(self.code, lang, **brief(self.parameters))
