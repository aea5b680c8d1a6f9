"""What goes out as a file: its name may hold any letters, its header may not. A leaf."""

import re
from urllib.parse import quote

from flask import Response

_ODD = re.compile(r"[^\w.() -]", re.ASCII)


def as_file(
    content: bytes | str, name: str, content_type: str, *, is_shown: bool = False
) -> Response:
    """Return a file to keep, or to be shown by the browser, under this name.

    A header holds few letters, so another name stands beside the plain one. Source: RFC 6266,
    appendix D.
    """
    answer = Response(content, content_type=content_type)
    plain = _ODD.sub("-", name)
    names = {"filename": plain}
    if plain != name:
        names["filename*"] = f"UTF-8''{quote(name, safe='')}"
    kind = "inline" if is_shown else "attachment"
    answer.headers.set("Content-Disposition", kind, **names)
    return answer
