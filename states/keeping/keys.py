"""The key that signs checkpoints: Ed25519, one file that only its owner may read.

It belongs to whoever answers for the record, ideally another operating-system user than the
service. Names and texts follow the C2SP signed-note format, so that other tools can verify them.
"""

import base64
import binascii
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from states.errors import BadInput, Fault
from states.keeping.naming import give_name

FILE = "checkpoint.pem"
_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+]+")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who signs, and the key that proves it."""

    name: str
    raw: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys apart, as the signed-note format has them."""
        named = self.name.encode() + b"\n" + _ED25519 + self.raw
        return hashlib.sha256(named).digest()[:4]

    def text(self) -> str:
        """`name+id+key`: what is printed, exchanged and given to `verify`."""
        key = base64.b64encode(_ED25519 + self.raw).decode()
        return f"{self.name}+{self.id.hex()}+{key}"

    def verifies(self, signature: bytes, body: bytes) -> bool:
        """Whether the signature over the body is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, body)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half, in memory."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """The half that may be given away."""
        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(self.name, raw)

    def sign(self, body: bytes) -> bytes:
        """The signature over the body."""
        return self.private.sign(body)


def read_public(text: str) -> PublicKey:
    """A public key from its text. Raises BadInput if it is none."""
    name, _, rest = text.strip().partition("+")
    number, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    key = PublicKey(name, raw[1:])
    if not _NAME.fullmatch(name) or raw[:1] != _ED25519 or len(raw) != 33:
        raise BadInput("BadPublicKey", key=text.strip())
    if key.id.hex() != number:
        raise BadInput("BadPublicKey", key=text.strip())
    return key


def signing_key(folder: Path, name: str = "shidian") -> SigningKey:
    """The key of a folder, created there if absent, readable by its owner alone.

    Raises Fault if others may read the file, or if it holds no Ed25519 key."""
    path = folder / FILE
    if not path.exists():
        _create(path)
    return load_key(path, name)


def load_key(path: Path, name: str = "shidian") -> SigningKey:
    """The key in a file. Raises Fault if it is not there, open to others, or no Ed25519 key."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise Fault("KeyUnusable", path=str(path))
        if mode & 0o077:
            raise Fault("KeyReadable", path=str(path), mode=oct(mode & 0o777)[2:])
        private = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise Fault("KeyMissing", path=str(path), detail=error.strerror or "") from error
    except (TypeError, ValueError) as error:
        raise Fault("KeyUnusable", path=str(path)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise Fault("KeyUnusable", path=str(path))
    return SigningKey(name, private)


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    part = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        # a link fails where a key appeared meanwhile; a rename would replace it
        give_name(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink(missing_ok=True)
