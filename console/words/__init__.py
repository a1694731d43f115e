"""What a user of the console reads: Chinese first, English beside it."""
