"""Rounds and sweeps as Prefect flows: one flow a file, the file named as the flow."""
