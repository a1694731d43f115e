"""Checkpoints and the key that signs them: one text for one content, a signature that others can
verify, a key that nobody else may read."""

import base64
import errno
import os
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from states.actions import perform
from states.audits.oracle import check
from states.errors import BadInput, Fault, Refused
from states.keeping.checkpoints import make, named_key, newest, verify_against, write_new
from states.keeping.keys import FILE, SigningKey, read_public, signing_key
from states.keeping.notes import Checkpoint, Unreadable, is_signed, read, sign
from states.office import Office
from states.tables import history
from tests.builders import an_application, an_office
from tests.stories import a_story, finish


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return a_story(tmp_path)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return signing_key(tmp_path / "keys")


def test_a_checkpoint_holds_for_the_log_that_grew_after_it(fresh_url: str, tmp_path: Path) -> None:
    office, key = a_story(fresh_url), signing_key(tmp_path / "keys")
    first = make(office, key)
    finish(office)
    second = make(office, key)
    assert verify_against(office, first, key.public) == []
    assert verify_against(office, second, key.public) == []
    assert newest(office) == second
    assert check(office) == []
    office.close()


def test_a_checkpoint_names_every_case_with_its_last_entry(office: Office, key: SigningKey) -> None:
    kept = read(make(office, key))
    with office.store.read() as tx:
        rows = tx.all(office.statements.in_states, programme="small", kind="pilot", states="[]")
        assert rows == []
    driver = office.store.engine.raw_connection()
    try:
        cases = driver.cursor().execute("SELECT code, seq FROM cases WHERE code <> 'small'")
        assert {code: seq for code, (seq, _) in kept.cases.items() if code != "small"} == dict(
            cases.fetchall()
        )
    finally:
        driver.close()
    assert kept.entries == sum(seq for seq, _ in kept.cases.values()) == kept.counts["history"]


def test_making_a_checkpoint_is_itself_in_the_history(office: Office, key: SigningKey) -> None:
    before = read(make(office, key)).cases["small"][0]
    assert read(make(office, key)).cases["small"][0] == before + 1


def test_only_who_sees_every_case_may_make_one(office: Office, key: SigningKey) -> None:
    before = newest(office)
    with pytest.raises(Refused) as caught:
        make(office, key, by="zhejiang")
    (refusal,) = caught.value.refusals
    assert refusal.code == "MayNotCheckpoint"
    assert "委员会、审计" in refusal.message()
    assert newest(office) == before
    for account in ("committee", "auditor"):
        assert verify_against(office, make(office, key, by=account), key.public) == []
    with office.store.read() as tx:
        (row,) = tx.all(
            select(history)
            .where(history.c.move == "checkpoint")
            .order_by(history.c.seq.desc())
            .limit(1)
        )
    assert row["actor"] == "auditor"
    assert check(office) == []


def test_one_changed_letter_anywhere_spoils_the_signature(office: Office, key: SigningKey) -> None:
    text = make(office, key)
    body = text.rpartition("\n\n")[0]
    for place in range(0, len(body), 37):
        letter = "0" if body[place] != "0" else "1"
        changed = text[:place] + letter + text[place + 1 :]
        (violation,) = verify_against(office, changed, key.public)
        assert violation.code == "CheckpointSignature"


def test_a_signed_text_that_is_not_canonical_is_refused(office: Office, key: SigningKey) -> None:
    body = make(office, key).rpartition("\n\n")[0] + "\n"
    for wrong in (body.replace("made_at", "made_on"), body + "case 1 x y\n", body + "entries 1\n"):
        signature = base64.b64encode(key.public.id + key.sign(wrong.encode())).decode()
        (violation,) = verify_against(office, f"{wrong}\n— shidian {signature}\n", key.public)
        assert violation.code == "CheckpointUnreadable"


@pytest.mark.parametrize("text", ["", "x", "shidian-checkpoint/1\n", "\n\n— shidian !!!\n"])
def test_what_is_no_checkpoint_is_said_to_have_no_valid_signature(
    office: Office, key: SigningKey, text: str
) -> None:
    assert [v.code for v in verify_against(office, text, key.public)] == ["CheckpointSignature"]
    with pytest.raises(Unreadable):
        read(text)


def test_a_checkpoint_of_another_database_is_known_as_such(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = an_office(tmp_path / "other")
    (violation,) = verify_against(office, make(other, key), key.public)
    assert violation.code == "CheckpointForeign"
    assert "另一个数据库" in violation.message()


def test_without_a_key_the_one_that_the_database_names_is_used(
    office: Office, key: SigningKey
) -> None:
    assert named_key(office) is None
    text = make(office, key)
    assert named_key(office) == key.public
    assert verify_against(office, text) == []
    assert verify_against(office, text, key.public.text()) == []


def test_a_checkpoint_is_written_to_a_new_file_only(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    out = tmp_path / "checkpoint.txt"
    text = make(office, key, out)
    assert out.read_text(encoding="utf-8") == text
    with pytest.raises(BadInput) as caught:
        make(office, key, out)
    assert caught.value.code == "CheckpointExists"
    assert out.read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.glob(".checkpoint*")] == []


def test_a_checkpoint_of_an_empty_office_can_be_made_and_holds(tmp_path: Path) -> None:
    office, key = an_office(tmp_path, accounts=False), signing_key(tmp_path / "keys")
    text = make(office, key)
    assert verify_against(office, text, key.public) == []


def test_a_code_with_a_line_break_cannot_get_into_a_checkpoint(key: SigningKey) -> None:
    with pytest.raises(BadInput) as caught:
        sign(Checkpoint("o", "g", "t", 1, cases={"a\ncase 1 b": (1, "0" * 64)}), key)
    assert caught.value.code == "NotOneLine"


def test_openssl_confirms_the_signature_from_the_text_and_the_public_key_alone(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    body, _, signature = make(office, key).rpartition("\n\n")
    (tmp_path / "body").write_bytes((body + "\n").encode())
    raw = base64.b64decode(signature.split(" ")[2])
    (tmp_path / "signature").write_bytes(raw[4:])
    prefix = bytes.fromhex("302a300506032b6570032100")
    encoded = base64.b64encode(prefix + read_public(key.public.text()).raw).decode()
    pem = f"-----BEGIN PUBLIC KEY-----\n{encoded}\n-----END PUBLIC KEY-----\n"
    (tmp_path / "public.pem").write_text(pem)
    command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public.pem"]
    files = ["-in", "body", "-sigfile", "signature"]
    found = subprocess.run([*command, *files], cwd=tmp_path, capture_output=True, check=False)
    assert found.returncode == 0, found.stderr


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = signing_key(tmp_path / "keys")
    assert signing_key(tmp_path / "keys").public == key.public
    assert (tmp_path / "keys" / FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [FILE]


def test_a_disk_without_second_names_takes_a_key_and_a_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_from: object, to: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(to))

    monkeypatch.setattr("os.link", refuse)
    key = signing_key(tmp_path)
    assert signing_key(tmp_path).public == key.public
    write_new(tmp_path / "one.txt", "text")
    with pytest.raises(BadInput):
        write_new(tmp_path / "one.txt", "another")
    assert {path.name for path in tmp_path.iterdir()} == {FILE, "one.txt"}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_key_that_others_may_read_is_not_used(tmp_path: Path, mode: int) -> None:
    signing_key(tmp_path)
    (tmp_path / FILE).chmod(mode)
    with pytest.raises(Fault) as caught:
        signing_key(tmp_path)
    assert caught.value.code == "KeyReadable"
    assert f"chmod 600 {tmp_path / FILE}" in caught.value.message()


@pytest.mark.parametrize("what", ["text", "folder", "pipe"])
def test_a_file_that_is_no_key_is_said_to_be_none(tmp_path: Path, what: str) -> None:
    if what == "text":
        (tmp_path / FILE).write_text("nonsense")
    elif what == "folder":
        (tmp_path / FILE).mkdir()
    else:
        os.mkfifo(tmp_path / FILE)  # who opens it waits for ever
    (tmp_path / FILE).chmod(0o600)
    with pytest.raises(Fault) as caught:
        signing_key(tmp_path)
    assert caught.value.code == "KeyUnusable"


def test_a_public_key_is_read_back_from_its_text(key: SigningKey) -> None:
    assert read_public(key.public.text() + "\n") == key.public
    for wrong in ("", "shidian", key.public.text()[:-4], key.public.text().replace("+", "-", 1)):
        with pytest.raises(BadInput):
            read_public(wrong)


def test_a_signature_of_another_key_of_the_same_name_does_not_pass(
    office: Office, key: SigningKey, tmp_path: Path
) -> None:
    other = signing_key(tmp_path / "other")
    perform(office, an_application())
    assert not is_signed(make(office, other), key.public)
    assert is_signed(make(office, key), key.public)
