"""What comes in from outside, before a view sees it: signs and numbers that no row can hold, pages
that are not ours, who is calling, and how long they wait for an answer. A leaf."""

import time
from ipaddress import IPv4Address, ip_address, ip_network
from typing import IO, Any
from urllib.parse import urlsplit

from flask import Flask, Request, abort, current_app, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.routing import IntegerConverter
from werkzeug.utils import cached_property

from eventsapp.numbers import LARGEST, row_number

LONGEST_PAGE = 500
# Of an IPv6 network one caller usually has this many bits to choose from freely.
IPV6_PREFIX = 64


def register(app: Flask) -> None:
    """Keep from the views of this app what no database takes; before any route is added."""
    app.request_class = PlainRequest
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


class RowNumber(IntegerConverter):
    """A number in an address. One that no row can have is no address of ours (404)."""

    regex = r"\d{1,10}"

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"max": LARGEST, **more})


class PlainParser(FormDataParser):
    """Reads forms and leaves out NUL, which no text contains and PostgreSQL refuses."""

    def parse(self, stream: IO[bytes], *args: Any, **more: Any) -> Any:
        """Read the form, and clean what was typed and the names of files."""
        rest, form, files = super().parse(stream, *args, **more)
        for file in files.values():
            file.filename = _without_nul(file.filename or "")
        return rest, _cleaned(form), files


class Sent(ImmutableMultiDict[str, str]):
    """What stands in an address or a form. A number asked of it (`type=int`) fits into a row."""

    def get(  # type: ignore[override]
        self,
        key: str,
        default: Any = None,
        type: Any = None,  # noqa: A002
    ) -> Any:
        """Return one value."""
        return super().get(key, default, _whole if type is int else type)

    def getlist(self, key: str, type: Any = None) -> list[Any]:  # noqa: A002
        """Return all values of one name."""
        return super().getlist(key, _whole if type is int else type)


def _whole(text: str) -> int:
    """Return the number; 0, which no row has, for one beyond every row."""
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return row_number(text)


class PlainRequest(Request):
    """A request whose texts hold no NUL, and whose numbers fit into a row."""

    form_data_parser_class = PlainParser
    parameter_storage_class = Sent

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """What stands behind the question mark of the address."""
        return _cleaned(super().args)


def own_page(page: str | None) -> str | None:
    """Return the page only if it is one of ours: a path, never another host."""
    if not page or not page.startswith("/") or len(page) > LONGEST_PAGE:
        return None
    # Browsers leave out tabs and line ends, and read a backslash as a slash.
    if not page.isprintable() or "\\" in page:
        return None
    parts = urlsplit(page)
    return None if parts.scheme or parts.netloc or page.startswith("//") else page


def caller() -> str:
    """Return who is calling, for limits: the address that our proxy names, or the one that calls.

    Only a proxy of FORWARDED_ALLOW_IPS is believed, and of what it says the last address: those
    before it were written by the caller. A whole IPv6 network counts as one caller.
    """
    peer = request.remote_addr or ""
    if peer in current_app.config["FORWARDED_ALLOW_IPS"] and request.access_route:
        peer = request.access_route[-1].strip()
    try:
        address = ip_address(peer)
    except ValueError:
        return peer
    if isinstance(address, IPv4Address) or address.ipv4_mapped:
        return peer
    return str(ip_network((address, IPV6_PREFIX), strict=False))


def wait_since(started: float) -> None:
    """Wait until a set time after `started`, so that the length of an answer tells nothing: not
    whether an address is known, or somebody registered, or there is such a page."""
    seconds = current_app.config["SIGN_IN_SECONDS"]
    time.sleep(max(0.0, started + seconds - time.monotonic()))


def _refuse_nul() -> None:
    if "\0" in request.path:
        abort(404)


def _cleaned(values: MultiDict[str, str]) -> MultiDict[str, str]:
    pairs = list(values.items(multi=True))
    if not any("\0" in value for _, value in pairs):
        return values
    return type(values)([(key, _without_nul(value)) for key, value in pairs])


def _without_nul(text: str) -> str:
    return text.replace("\0", "")
