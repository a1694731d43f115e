"""The truth: what may happen, what did happen. No Prefect, no HTTP."""
