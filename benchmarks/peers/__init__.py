"""The contestants: each a process of its own that waits to be told how many moves to make.

Only the standard library is imported here; the peers that need Django run in an environment of
their own, without shidian's packages.
"""
