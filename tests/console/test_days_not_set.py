"""The page of a case whose limit counts from a day that nobody has given yet."""

from contextlib import closing
from pathlib import Path

from tests.console.visitor import a_client
from tests.programmes.offices import do, office_of
from tests.programmes.test_days_given import FILE


def test_a_limit_whose_day_is_still_to_be_given_is_shown_and_not_called_none(
    tmp_path: Path,
) -> None:
    (tmp_path / "hearings.yaml").write_text(FILE, encoding="utf-8")
    accounts: dict[str, tuple[str, dict[str, str]]] = {"li": ("bureau", {})}
    with closing(office_of(tmp_path, str(tmp_path / "hearings"), accounts=accounts)) as office:
        case = do(office, "li", "ask", title="甲", with_={"kind": "hearing"}).case
        page = a_client(office, "li").get(f"/pilots/{case}").text
        assert page.count("举行7日前") == 2
        assert "未定期限" in page
        assert "无期限" not in page + a_client(office, "li").get("/inbox").text
