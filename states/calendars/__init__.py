"""The years by which a database counts: given to it, revised, and what that moves."""
