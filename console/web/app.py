"""The console as one ASGI application. It imports no Prefect, so that it answers at once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from config.settings import Settings, load_settings
from console.web import api, calendars, demo, exports, failures, outbox, pages
from console.web.desk import Desk
from console.web.protection import LOOPBACK, Protection, add_headers
from console.web.views import Site
from states.office import Office, open_office

HERE = Path(__file__).parent


def create_app(
    settings: Settings | None = None, *, opening: Callable[[], Office] | None = None
) -> FastAPI:
    """The console over the configured database, or over the office that `opening` opens. It is
    opened at the first request."""
    chosen = settings or load_settings()
    desk = Desk(opening or (lambda: open_office(chosen.database_url)), chosen)
    templates = Jinja2Templates(directory=HERE / "templates")
    templates.env.trim_blocks = templates.env.lstrip_blocks = True

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="shidian", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.site = Site(desk, Protection((*LOOPBACK, chosen.host)), chosen, templates)
    app.middleware("http")(add_headers)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for part in (exports, pages, calendars, outbox, demo, api):
        app.include_router(part.router)
    failures.install(app)
    return app
