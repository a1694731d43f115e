"""Decisions, pure: (programme, facts, command) to a plan or to all refusals. No I/O, no clock."""
