"""Facts read under lock, plans written: the statements of the engine and nothing else."""
