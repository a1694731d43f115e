"""The way of a database from each version of its tables to the next."""
