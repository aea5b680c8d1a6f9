"""The mark on texts that are translated elsewhere than where they are written. A leaf.

Pure modules know no Flask and so no `gettext`: they mark their English texts with `N_`, which is
the name by which the extractor of messages finds them, and whoever shows one translates it.
"""


def N_(text: str) -> str:  # noqa: N802 - see above
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return text
