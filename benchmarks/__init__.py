"""Measurements with their peers; `benchmarks/run` says which there are."""
