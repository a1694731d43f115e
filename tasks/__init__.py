"""Prefect tasks: ids and plain values in, one piece of work by states, plain values out."""
