"""The built web page: a fixed list of files, read once at the start, and nothing else of the disk."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.problems import ProblemError
from api.routes.answering import not_found
from api.served import served_by
from twin.wire import Words

router = APIRouter(include_in_schema=False)
BUILT = Path(__file__).parents[1] / "page"
_NOT_BUILT = Words(
    "网页尚未构建。请在源码目录运行 make setup，然后重新启动。",
    "The web page is not built. Run `make setup` in the checkout and start again.",
)
_NOTHING = Words("没有这个内容。", "There is nothing here by that name.")
_TYPES = {
    ".js": "text/javascript",
    ".woff2": "font/woff2",
    ".pbf": "application/x-protobuf",
    ".json": "application/json",
}


def read_page(folder: Path = BUILT) -> Mapping[str, tuple[bytes, str]]:
    """Return the built page, path under `/` -> (content, media type); empty when it is not built."""
    if not (folder / "index.html").is_file():
        return {}
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), _type_of(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def _type_of(path: Path) -> str:
    known = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{known}; charset=utf-8" if known.startswith("text/") else known


@router.get("/{path:path}")
async def page(request: Request, path: str) -> Response:
    """A file of the page; `/` is the page itself."""
    files = served_by(request).page
    if not files and not path:
        raise ProblemError(503, _NOT_BUILT, code="page-not-built")
    content, media_type = files.get(path or "index.html", (None, ""))
    if content is None:
        raise not_found(_NOTHING)
    answer = Response(content, media_type=media_type)
    hashed = path.startswith("assets/")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
    return answer
