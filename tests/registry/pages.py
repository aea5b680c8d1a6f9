"""How the tests of the registry read its pages."""

import re
from html import unescape


def said(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def rows(page):
    """What each row of the list says."""
    return [said(row) for row in re.findall(r'<th scope="row".*?</tr>', page.text, re.S)]


def names(page):
    """The names of the list, in its order."""
    return [said(cell) for cell in re.findall(r'<th scope="row".*?</a>', page.text, re.S)]


def inputs(page):
    """What a browser sends when nothing is changed."""
    found = re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', page.text)
    found += re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', page.text, re.S)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', page.text, re.S
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found.append((name, chosen[1] if chosen else ""))
    return {name: unescape(value) for name, value in found}


def chips(page):
    """The filters that are on, and where the page is without each of them."""
    found = re.findall(r'class="chip" href="([^"]+)"><span>(.*?)</span>', page.text, re.S)
    return {said(text): unescape(href) for href, text in found}
