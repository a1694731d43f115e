"""The pages over HTTP: what they show, to whom, and what they refuse."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from console.web.app import create_app
from console.web.pages import router as pages_router
from states import queries
from states.duties import sweep
from states.office import Office
from tests.acceptance.national import a_national_office, apply
from tests.an_agency import (
    PHONE,
    a_laboratory,
    a_named_laboratory,
    act,
    an_agency,
    happened,
    pass_to,
)
from tests.builders import set_clock
from tests.console.visitor import PAGES, a_client
from tests.programmes.offices import a_unit, do, office_of

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = an_agency(tmp_path)
    sweep(office)
    yield office
    office.close()


class TestPages:
    def test_the_to_do_shows_the_verb_the_day_and_what_is_left(self, office: Office) -> None:
        code = a_laboratory(office, title="钱塘实验室")
        page = a_client(office).get("/inbox").text
        for shown in ("钱塘实验室", "提名", "还剩 50 天", "2026年6月30日", f"/pilots/{code}"):
            assert shown in page
        assert "2026年重点实验室" not in a_client(office, "ningbo").get("/inbox").text

    def test_an_empty_to_do_names_the_next_deadline(self, office: Office) -> None:
        assert "目前没有任何期限" in a_client(office, "bureau-1").get("/inbox").text
        a_named_laboratory(office)
        page = a_client(office, "bureau-1").get("/inbox").text
        assert "没有等你办的事" in page
        assert "下一个期限是 2027年11月30日：年度报告（1 件），不由你办" in page

    def test_an_unswept_overdue_duty_never_reads_as_days_left(self, office: Office) -> None:
        code = a_named_laboratory(office)
        pass_to(office, "2027-12-03")
        for path in ("/inbox", "/pilots", f"/pilots/{code}", f"/pilots/{code}-R2027"):
            page = a_client(office).get(path).text
            assert "逾期 3 天" in page
            assert "还剩 -" not in page

    def test_every_name_comes_from_the_programme(self, office: Office) -> None:
        code = a_named_laboratory(office)
        for path in ("/inbox", "/pilots", f"/pilots/{code}"):
            page = a_client(office).get(path).text
            for foreign in ("国家标准委", "下达", "复核", "省级", "试点项目"):
                assert foreign not in page

    def test_an_entry_that_was_put_right_says_by_which(self, office: Office) -> None:
        code = a_laboratory(office)
        act(office, "nominate", code, "hangzhou")
        act(office, "name", code, "bureau-1", occurrence=happened("2026-05-11"))
        act(office, "name", code, "bureau-1", corrects=3, occurrence=happened("2026-05-10"))
        page = a_client(office).get(f"/pilots/{code}").text
        assert '<a href="#e4">已由第 4 条更正</a>' in page

    def test_a_mark_that_was_put_right_says_by_which_entry(self, office: Office) -> None:
        code = a_laboratory(office)
        act(office, "nominate", code, "hangzhou")
        act(office, "name", code, "bureau-1", occurrence=happened("2026-05-01"))
        act(office, "name", code, "bureau-1", corrects=3, occurrence=happened("2026-05-11"))
        flags = a_client(office).get(f"/pilots/{code}").text.split('<ul class="flags">')[1]
        assert '<a href="#e4">已由第 4 条更正</a>' in flags.split("</ul>")[0]

    def test_what_must_last_says_from_when_the_next_move_may_be_made(self, tmp_path: Path) -> None:
        roles = {"division": "division", "secretary": "secretary", "leader": "leader"}
        held = {name: (role, {}) for name, role in roles.items()}
        with closing(office_of(tmp_path / "pool", "expert-pool", accounts=held)) as pool:
            given = {"title": "计量", "unit": "张三 Z1", "employer": a_unit("某院", 1)}
            case = do(pool, "division", "propose", **given, with_={"kind": "expert"}).case
            do(pool, "secretary", "notice", case, with_={"files": ["cv"]})
            page = a_client(pool, "leader").get(f"/pilots/{case}").text
            set_clock(pool, "2026-05-13 09:00:00")
            do(pool, "leader", "appoint", case, expires="2029-05-12")
            # it stands where it could end, and not behind all that has a last day
            owed = queries.dossier(pool, "leader", case).duties
            assert [duty.duty for duty in owed] == ["shown", "expiry"]
        assert "2026年5月12日 起才能办" in page
        assert "公示不少于7日" in page
        assert "未定期限" not in page

    def test_the_list_keeps_its_filters_in_its_address(self, office: Office) -> None:
        act(office, "nominate", a_laboratory(office, title="钱塘"), "hangzhou")
        a_laboratory(office, title="西湖")
        client = a_client(office, "bureau-1")
        page = client.get("/pilots", params={"state": "nominated", "q": "塘"}).text
        assert "钱塘" in page
        assert "西湖" not in page
        assert "共 1 件" in page
        assert '<option value="nominated" selected>' in page
        assert 'value="塘"' in page
        assert "没有符合条件" in client.get("/pilots?q=海").text

    def test_the_list_pages_by_fifty(self, office: Office) -> None:
        for n in range(53):
            a_laboratory(office, title=f"实验室第{n:02}号")
        client = a_client(office)
        first = client.get("/pilots").text
        link = re.search(r'rel="next" href="([^"]+)"', first)
        assert link is not None
        second = client.get(link[1].replace("&amp;", "&")).text
        shown = re.findall(r"实验室第(\d\d)号", first) + re.findall(r"实验室第(\d\d)号", second)
        assert shown == [f"{n:02}" for n in range(53)]
        assert 'rel="next"' not in second

    def test_a_case_shows_its_whole_history(self, office: Office) -> None:
        code = a_laboratory(office)
        pass_to(office, "2026-06-20")
        act(office, "nominate", code, "hangzhou", reason="择优", occurrence=happened("2026-06-01"))
        page = a_client(office, "auditor").get(f"/pilots/{code}").text
        entry = queries.history(office, "auditor", code)[-1]
        for shown in (
            "登记的事实：省平台 回执1号",
            "2026年6月1日 09:00",
            "择优",
            "推荐函.pdf",
            entry.hash[:12],
            "市科技局",
            "杭州 周敏",
            "（第二条）",
        ):
            assert shown in page

    def test_who_may_act_sees_how_and_who_may_not_sees_that(self, office: Office) -> None:
        code = a_laboratory(office)
        act(office, "nominate", code, "hangzhou")
        typed = f"shidian do name {code} --as bureau-1"
        assert typed in a_client(office, "bureau-1").get(f"/pilots/{code}").text
        assert "这一步不由你办" in a_client(office).get(f"/pilots/{code}").text

    def test_an_amendment_is_typed_with_something_to_change(self, tmp_path: Path) -> None:
        office = a_national_office(tmp_path)
        code = apply(office, "services")
        page = a_client(office, "zhejiang").get(f"/pilots/{code}").text
        assert f"shidian do amend {code} --as zhejiang --set title=…" in page
        assert f"shidian do rename {code} --as zhejiang --set unit=…" in page

    def test_chinese_first_and_english_by_address_and_by_cookie(self, office: Office) -> None:
        a_laboratory(office)
        client = a_client(office)
        assert "等你办的事" in client.get("/inbox").text
        preferring = client.get("/inbox", headers={"accept-language": "en-GB,en;q=0.9"})
        assert "等你办的事" in preferring.text
        page = client.get("/inbox?lang=en")
        assert 'lang="en"' in page.text
        assert "nominate" in page.text
        assert "Waiting for you" in client.get("/inbox").text

    def test_it_works_without_javascript(self, office: Office) -> None:
        page = a_client(office).get("/pilots").text
        assert '<form class="filter" role="search" method="get" action="/pilots"' in page

    def test_the_api_answers_what_the_queries_answer(self, office: Office) -> None:
        code = a_laboratory(office)
        client = a_client(office)
        assert client.get("/api/cases").json() == queries.cases(office, "hangzhou").as_json()
        shown = client.get(f"/api/cases/{code}").json()
        assert shown == queries.dossier(office, "hangzhou", code).as_json()
        assert client.get("/api/inbox").json()["total"] == 1
        assert [e["move"] for e in client.get(f"/api/cases/{code}/history").json()] == ["propose"]
        assert len(client.get("/api/quota").json()) == 3


class TestReach:
    def test_another_citys_case_answers_like_none(self, office: Office) -> None:
        theirs = a_laboratory(office, account="ningbo", title="甬江")
        client = a_client(office)
        answers = [client.get(f"/pilots/{code}") for code in (theirs, "NB-2026-999")]
        assert [a.status_code for a in answers] == [404, 404]
        assert len({re.sub(r"NB-2026-\d+|编号 \w+", "", a.text) for a in answers}) == 1
        for path in (*PAGES, "/pilots?jurisdiction=330200", "/api/cases", "/api/inbox"):
            assert "甬江" not in client.get(path).text
        assert client.get(f"/api/cases/{theirs}").status_code == 404
        assert client.get(f"/api/cases/{theirs}/history").status_code == 404

    def test_personal_values_stay_with_those_who_act(self, office: Office) -> None:
        code = a_laboratory(office)
        assert PHONE in a_client(office).get(f"/pilots/{code}").text
        for path in (f"/pilots/{code}", "/pilots", f"/api/cases/{code}", "/api/cases"):
            assert PHONE not in a_client(office, "auditor").get(path).text

    def test_a_real_database_answers_only_at_this_machine(self, office: Office) -> None:
        for more in ({"client": ("10.0.0.7", 4000)}, {"base_url": "http://evil.example"}):
            answer = a_client(office, **more).get("/inbox")
            assert answer.status_code in (403, 421)
            assert "hangzhou" not in answer.text

    def test_a_cookie_chooses_nobody_in_a_real_database(self, office: Office) -> None:
        client = a_client(office, cookies={"shidian_account": "bureau-1"})
        page = client.get("/inbox").text
        assert "杭州 周敏" in page
        assert "SHIDIAN_ACCOUNT" in page
        assert "演示" not in page

    def test_without_an_account_nobody_looks(self, office: Office) -> None:
        answer = a_client(office, None).get("/inbox")
        assert answer.status_code == 403
        assert "SHIDIAN_ACCOUNT" in answer.text
        assert a_client(office, "nobody").get("/inbox").status_code == 400


class TestSafety:
    def test_every_answer_carries_the_headers(self, office: Office) -> None:
        client = a_client(office)
        for path in (*PAGES, "/pilots/none", "/nowhere", "/health", "/static/console.css"):
            policy = client.get(path).headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy

    def test_no_page_holds_inline_code_or_style_or_a_foreign_address(self, office: Office) -> None:
        code = a_named_laboratory(office)
        for path in (*PAGES, f"/pilots/{code}", "/nowhere"):
            page = a_client(office).get(path).text
            assert not re.search(r"<script(?![^>]*\bsrc=)", page)
            assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
            assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)

    def test_what_people_write_is_text(self, office: Office) -> None:
        unit = {"name": f"{SCRIPT}单位", "code": ""}
        code = a_laboratory(office, title=f'{SCRIPT}"实验室', unit=unit)
        act(office, "nominate", code, "hangzhou", reason=f"{SCRIPT}理由")
        client = a_client(office, "bureau-1")
        for path in (*PAGES[:2], f"/pilots/{code}", f"/pilots?q={SCRIPT}", "/pilots/<script>"):
            page = client.get(path).text
            assert "&lt;script&gt;" in page
            assert SCRIPT not in page

    def test_nonsense_in_the_address_is_a_sentence_not_a_traceback(self, office: Office) -> None:
        client = a_client(office)
        for query in ("page=%00", "page=xx", "sort=drop", "due=soon", "state=%27", "kind=x"):
            answer = client.get(f"/pilots?{query}")
            assert answer.status_code == 400
            assert "编号" in answer.text
            assert "Traceback" not in answer.text

    def test_a_fault_shows_a_reference_and_nothing_else(self, office: Office) -> None:
        def broken() -> Office:
            raise RuntimeError("secret detail")

        app = create_app(Settings(account="hangzhou"), opening=broken)
        client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
        answer = client.get("/inbox")
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert re.search(r"编号 [0-9a-f]{8}", answer.text)
        assert client.get("/api/inbox").json()["error"]["code"] == "RuntimeError"

    def test_a_missing_database_is_said(self, tmp_path: Path) -> None:
        settings = Settings(database=f"sqlite:///{tmp_path}/none.db", account="hangzhou")
        client = TestClient(create_app(settings), base_url="http://127.0.0.1")
        answer = client.get("/inbox")
        assert answer.status_code == 503
        assert "shidian init" in answer.text

    def test_nothing_is_changed_by_reading(self, office: Office) -> None:
        code = a_laboratory(office)
        before = queries.log(office, "auditor").as_json()
        client = a_client(office)
        for path in (*PAGES, f"/pilots/{code}", "/demo/clock", "/demo/account", "/health"):
            client.get(path)
        assert client.get("/demo/clock").status_code == 405
        assert queries.log(office, "auditor").as_json() == before


class TestHealth:
    def test_it_is_green_then_red_when_sweeps_stop(self, office: Office) -> None:
        client = a_client(office)
        assert client.get("/health").status_code == 200
        pass_to(office, "2026-05-11T12:00:00")
        office_health = queries.health(office, limit=timedelta(hours=2))
        assert not office_health.ok
        answer = client.get("/health")
        assert answer.status_code == 503
        assert answer.json()["problems"] == ["sweep-stale"]

    def test_loading_a_page_sweeps_when_the_last_is_stale(self, office: Office) -> None:
        report = f"{a_named_laboratory(office)}-R2027"
        pass_to(office, "2027-12-03")
        client = a_client(office)
        page = client.get("/inbox").text
        assert "期限巡查已停" in page
        with client:
            pass  # leaving waits for the sweep that the page began
        shown = queries.history(an_open(office), "hangzhou", report)
        assert shown[-1].move == "mark-overdue"


def an_open(office: Office) -> Office:
    """The office over its database, opened anew."""
    from states.store import Store

    return Office.over(Store(office.store.url), office.clock, office.kind)


def test_every_page_is_read_only() -> None:
    for route in pages_router.routes:
        assert getattr(route, "methods", set()) <= {"GET", "HEAD"}


def test_the_console_loads_without_the_scheduler() -> None:
    import subprocess
    import sys

    code = "import sys, console.web.app; print('prefect' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
