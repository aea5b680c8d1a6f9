"""What a file is, whatever its name says."""

import pytest

from eventsapp.asking.pictures import kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"GIF89a", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"RIFF\x10\x00\x00\x00WAVE", None),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_first_bytes(content, kind):
    assert kind_of(content) == kind
