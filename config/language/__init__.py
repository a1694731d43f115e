"""The language of a programme file: keys, words, short forms, and what is said of mistakes."""
