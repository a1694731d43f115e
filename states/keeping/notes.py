"""The text of a checkpoint: rendered in one way only, signed, and read back strictly."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from states.errors import BadInput
from states.keeping.keys import PublicKey, SigningKey

HEADER = "shidian-checkpoint/1"
_DASH = "— "
_HASH = re.compile(r"[0-9a-f]{64}")


class Unreadable(ValueError):
    """A text that is no checkpoint; says at which line."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line, self.detail = line, detail


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says. `cases` gives the number and the hash of each case's last entry."""

    office: str
    genesis: str
    made_at: str
    entries: int
    counts: Mapping[str, int] = field(default_factory=dict)
    programmes: Mapping[tuple[str, int], str] = field(default_factory=dict)
    cases: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def body(self) -> str:
        """The lines under the signature. Raises BadInput if a code holds a line break."""
        lines = [
            HEADER,
            f"office {self.office}",
            f"genesis {self.genesis}",
            f"made_at {self.made_at}",
            f"entries {self.entries}",
            *(f"table {self.counts[name]} {name}" for name in sorted(self.counts)),
            *(f"programme {n} {self.programmes[p, n]} {p}" for p, n in sorted(self.programmes)),
            *(f"case {seq} {head} {code}" for code, (seq, head) in sorted(self.cases.items())),
        ]
        for line in lines:
            if len(line.splitlines()) != 1:
                raise BadInput("NotOneLine", text=line)
        return "\n".join(lines) + "\n"


def sign(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a signed note."""
    body = checkpoint.body()
    signature = base64.b64encode(key.public.id + key.sign(body.encode())).decode()
    return f"{body}\n{_DASH}{key.name} {signature}\n"


def is_signed(text: str, key: PublicKey) -> bool:
    """Whether one of the text's signature lines is this key's, over exactly these bytes."""
    body, _, signatures = text.rpartition("\n\n")
    return any(
        name == key.name and raw[:4] == key.id and key.verifies(raw[4:], (body + "\n").encode())
        for name, raw in _signatures(signatures)
    )


def looks_like_one(text: str) -> bool:
    """Whether a text begins as a checkpoint does, whatever became of the rest."""
    return text.startswith(f"{HEADER}\n")


def read(text: str) -> Checkpoint:
    """What a signed note says; the signature is `is_signed`'s. Raises Unreadable."""
    body, parted, _ = text.rpartition("\n\n")
    lines = body.split("\n")
    if not parted or lines[0] != HEADER:
        raise Unreadable(1, HEADER)
    head: dict[str, str] = {}
    counts: dict[str, int] = {}
    programmes: dict[tuple[str, int], str] = {}
    cases: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines[1:], 2):
        word, _, rest = line.partition(" ")
        try:
            if word == "table":
                count, _, name = rest.partition(" ")
                counts[name] = int(count)
            elif word in ("programme", "case"):
                n, digest, name = rest.split(" ", 2)
                if not _HASH.fullmatch(digest):
                    raise Unreadable(number, line[:80])
                if word == "case":
                    cases[name] = (int(n), digest)
                else:
                    programmes[name, int(n)] = digest
            else:
                head[word] = rest
        except ValueError as error:
            raise Unreadable(number, line[:80]) from error
    return _made(body, head, counts, programmes, cases)


def _made(
    body: str,
    head: dict[str, str],
    counts: dict[str, int],
    programmes: dict[tuple[str, int], str],
    cases: dict[str, tuple[int, str]],
) -> Checkpoint:
    try:
        found = Checkpoint(
            head["office"],
            head["genesis"],
            head["made_at"],
            int(head["entries"]),
            counts,
            programmes,
            cases,
        )
    except (KeyError, ValueError) as error:
        raise Unreadable(2, str(error)) from error
    # one content has one text: anything else was not written by shidian
    if found.body() != body + "\n":
        raise Unreadable(len(body.split("\n")), "canonical")
    return found


def _signatures(text: str) -> Iterator[tuple[str, bytes]]:
    for line in text.splitlines():
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        try:
            yield name, base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            continue
