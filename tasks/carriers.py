"""How a message gets out: into a file of the data folder, by the office's mail server, or through
apprise to a group robot. What goes wrong is told with the channel and the place, without secrets.
"""

import logging
import re
import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from config.settings import Settings
from states.notices.addresses import MAIL, is_plain_mail
from states.notices.deliveries import Parcel, Undelivered
from states.office import Office
from states.store import ALL_FACTS
from states.words.joining import apart

SECONDS = 20.0
"""How long a mail server may take for an answer."""
LONGEST = 300
KEY = "X-Shidian-Key"
_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class Post:
    """The carrier of one installation. `office`: its identity, so that keys of two never meet."""

    settings: Settings
    office: str

    @classmethod
    def of(cls, office: Office, settings: Settings) -> "Post":
        """For an open office."""
        with office.store.read() as tx:
            facts = {row["key"]: row["value"] for row in tx.all(ALL_FACTS)}
        return cls(settings, facts.get("office", ""))

    @property
    def folder(self) -> Path:
        """Where the messages lie that go into files."""
        return self.settings.var_dir / "outbox"

    def key(self, parcel: Parcel) -> str:
        """The same for every try of a message, and for no other."""
        return sha256(f"{self.office}/{parcel.key}".encode()).hexdigest()[:32]

    def carry(self, parcel: Parcel) -> None:
        """Bring a message to where it goes. Raises Undelivered."""
        address = parcel.address
        if address is None or address.startswith("file:"):
            self._file(parcel)
        elif is_plain_mail(address):
            self._mail(parcel, address.removeprefix(f"{MAIL}:"))
        else:
            self._apprise(parcel, address)

    def _file(self, parcel: Parcel) -> None:
        path = self.folder / f"{parcel.key}.eml"
        letter = self._letter(parcel, Address(parcel.account, parcel.account))
        letter["From"] = "shidian"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".part")
            # a person reads it: umlauts and Han as they are, no encoded words
            draft.write_bytes(letter.as_bytes(policy=SMTPUTF8.clone(linesep="\n")))
            draft.replace(path)
        except OSError as error:
            raise Undelivered(f"文件 {path}：{error.strerror}") from None

    def _mail(self, parcel: Parcel, to: str) -> None:
        parts = urlsplit(self.settings.smtp_url)
        if not parts.hostname:
            raise Undelivered(f"{parcel.channel}：没有设邮件服务器（smtp_url）")
        port = parts.port or _PORTS[parts.scheme]
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        letter = self._letter(parcel, to)
        sender = parse_qs(parts.query).get("from", [user if "@" in user else ""])[0]
        letter["From"] = sender or f"shidian@{parts.hostname}"
        try:
            with _connected(parts.scheme, parts.hostname, port) as server:
                if user:
                    server.login(user, password)
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as error:
            why = _hidden(_said(error), [password, to])
            raise Undelivered(f"{parcel.channel}，{parts.hostname}:{port}：{why}") from None

    def _letter(self, parcel: Parcel, to: str | Address) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        letter["To"] = to
        letter["Subject"] = parcel.subject
        letter["Message-ID"] = f"<{self.key(parcel)}@shidian>"
        letter[KEY] = self.key(parcel)
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(parcel.body, cte="8bit")
        return letter

    def _apprise(self, parcel: Parcel, address: str) -> None:
        # half a second of imports, only for those who have such an address
        from apprise import Apprise, LogCapture, NotifyFormat

        # what it logs may hold an address with its secret
        logging.getLogger("apprise").propagate = False
        mark = "&" if "?" in address else "?"
        taken = address.split(":", maxsplit=1)[0].lower() in ("mailto", "mailtos", "json", "jsons")
        url = f"{address}{mark}+{KEY}={self.key(parcel)}" if taken else address
        with LogCapture(level=logging.INFO, fmt="%(message)s") as heard:  # type: ignore[no-untyped-call]
            robot = Apprise()
            there = robot.add(url)
            done = there and robot.notify(
                title=parcel.subject, body=parcel.body, body_format=NotifyFormat.TEXT
            )
            said = " ".join(heard.getvalue().split()).rstrip(".")
        if not there:
            raise Undelivered(f"{parcel.channel}：地址写法不对")
        if not done:
            raise Undelivered(f"{parcel.channel}：{_hidden(said, _secrets(url)) or '没有送达'}")


def _connected(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
    except BaseException:
        server.close()
        raise
    return server


def _said(error: Exception) -> str:
    """What a server or the system said, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        refused = [f"{code} {text!r}" for code, text in error.recipients.values()]
        return "收件人被拒 " + apart(refused, "zh")
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        words = text.decode(errors="replace") if isinstance(text, bytes) else text
        return f"{error.smtp_code} {' '.join(words.split())}"
    strerror = getattr(error, "strerror", None)
    return strerror or " ".join(str(error).split()) or type(error).__name__


def _secrets(url: str) -> list[str]:
    parts = urlsplit(url)
    values = [value for listed in parse_qs(parts.query).values() for value in listed]
    found = [parts.username, parts.password, *parts.path.split("/"), parts.query, *values]
    if parts.scheme in ("wecombot", "dingtalk", "feishu", "lark"):
        found.append(parts.netloc)
    return [text for text in found if text]


def _hidden(text: str, secrets: list[str]) -> str:
    """The text without what must not be seen, and not at any length."""
    for secret in sorted({*secrets, *map(quote, secrets), *map(unquote, secrets)}, key=len)[::-1]:
        if len(secret) > 2:
            text = re.sub(re.escape(secret), "***", text, flags=re.IGNORECASE)
    return text[:LONGEST]
