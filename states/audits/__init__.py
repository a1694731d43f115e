"""What the record must satisfy, checked from what is stored alone."""
