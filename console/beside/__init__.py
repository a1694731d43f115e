"""Prefect beside the console: a process of its own that the console starts, watches and ends."""
