"""Time as a programme says it: phrases, the rules they mean, and the words for them."""
