"""What a verb of the command line is."""

from dataclasses import dataclass

from config.settings import called


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the command line; `target` is imported only when the verb is used."""

    target: str
    does: tuple[str, str]
    example: tuple[str, str]

    @property
    def import_path(self) -> str:
        """module:function."""
        return f"console.cli.{self.target}"

    def summary(self, lang: str) -> str:
        """One sentence."""
        return self.does[lang == "en"]

    def shown_example(self, lang: str) -> str:
        """A command line that works."""
        return f"{called()} {self.example[lang == 'en'] or self.example[0]}"
