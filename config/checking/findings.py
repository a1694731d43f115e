"""What a static check finds on a typed programme, before it is given its line."""

from dataclasses import dataclass

from config.language.source import Place
from config.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at a place of the programme; `say` fills its sentence."""

    code: str
    place: Place
    say: tuple[tuple[str, str], ...] = ()
    severity: Severity = "error"
    suggestion: str = ""
    clause: str = ""

    def placed(self, line: int, key: str) -> Problem:
        """The problem with its line and key."""
        return Problem.of(
            self.code,
            line,
            key,
            severity=self.severity,
            suggestion=self.suggestion,
            clause=self.clause,
            **dict(self.say),
        )


def error(
    code: str, place: Place, *, suggestion: str = "", clause: str = "", **say: object
) -> Finding:
    """A finding that refuses the programme."""
    return Finding(code, place, _texts(say), "error", suggestion, clause)


def warning(code: str, place: Place, **say: object) -> Finding:
    """A finding that the author should look at."""
    return Finding(code, place, _texts(say), "warning")


def _texts(say: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in say.items())
