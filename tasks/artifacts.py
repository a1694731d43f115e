"""What a run found, where an engineer looks: Prefect's artifacts."""

from typing import Any

from prefect import task
from prefect.artifacts import Artifact, create_markdown_artifact, create_table_artifact

from tasks import work


@task(name="写出结果")
def publish(pages: dict[str, str], tables: dict[str, list[dict[str, Any]]]) -> None:
    """Write pages and tables by their keys; keys hold only a-z, 0-9 and hyphens."""
    for key, markdown in pages.items():
        create_markdown_artifact(markdown, key=key, description=markdown.partition("\n")[0])
    for key, rows in tables.items():
        create_table_artifact(rows, key=key)


@task(name="记下结果")
def keep_result(key: str, result: dict[str, Any]) -> None:
    """Keep the plain result of a run for the one who started it."""
    Artifact(type=work.RESULT, key=key, data=result).create()
