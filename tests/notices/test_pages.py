"""The page of notices: my own and those within my reach, as text, never as markup."""

from fastapi.testclient import TestClient

from config.settings import Settings
from console.web.app import create_app
from states.actions import perform
from tests.builders import an_application
from tests.notices.postbox import Postbox

SCRIPT = "<script>alert(1)</script>"


def page(box: Postbox, account: str) -> str:
    box.settings = Settings(account=account, var_dir=box.folder)
    app = create_app(box.settings, opening=lambda: box.office)
    client = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 50000))
    answer = client.get("/outbox")
    assert answer.status_code == 200
    return answer.text


def test_the_page_shows_what_waits_and_what_went_out(postbox: Postbox) -> None:
    box = postbox.opens()
    perform(box.office, an_application(fields={"title": f"{SCRIPT}试点", "category": "services"}))
    box.at("2026-06-23 09:00:00")
    shown = page(box, "zhejiang")
    assert "待发" in shown
    assert "到期日 2026-06-30 提前 7 天" in shown
    assert SCRIPT not in shown
    assert "&lt;script&gt;" in shown
    box.deliver()
    assert "已送出" in page(box, "zhejiang")
    assert "没有通知。" in page(box, "guangdong")
