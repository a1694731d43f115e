"""How hypothesis runs here: the same examples every time, none kept, no clock held against them."""

from hypothesis import HealthCheck, settings

SUPPRESSED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def examples(count: int, *, steps: int = 1) -> settings:
    """So many examples, each of so many steps."""
    return settings(
        max_examples=count,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=SUPPRESSED,
    )
