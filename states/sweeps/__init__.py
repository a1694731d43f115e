"""What the clock brings: cases that open, counts, rounds."""
