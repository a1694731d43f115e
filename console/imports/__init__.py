"""Tables that others filled in, read carefully: what cannot be read is said with its cell."""
