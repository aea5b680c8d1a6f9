"""Make `matrix-edited-in-libreoffice.xlsx` anew; needs LibreOffice and its Python, `python3-uno`.

    python -c "import sys; from tests.matrices.sample import original as made; \\
        sys.stdout.buffer.write(made())" > out.xlsx
    soffice --headless --accept='socket,host=127.0.0.1,port=2002;urp' &
    /usr/bin/python3 tests/matrices/edit_in_libreoffice.py out.xlsx edited.xlsx

Not a test: no test needs LibreOffice.
"""

import sys
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue


def edit(source: Path, target: Path) -> None:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    context = resolver.resolve(
        "uno:socket,host=127.0.0.1,port=2002;urp;StarOffice.ComponentContext"
    )
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    book = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (value("Hidden", True),))
    edit_cells(book.Sheets.getByIndex(0))
    book.storeToURL(target.as_uri(), (value("FilterName", "Calc MS Excel 2007 XML"),))
    book.close(True)


def edit_cells(sheet) -> None:
    # Without commenters: No., Paragraph, Type, Comment, Proposed, Response, Decision, Group, Id.
    response, decision, group = 5, 6, 7
    sheet.getCellByPosition(response, 1).String = "Agreed: it “loses” a third.  "
    sheet.getCellByPosition(decision, 1).String = "Accepted"
    sheet.getCellByPosition(decision, 2).Formula = '=CONCATENATE("Not ";"accepted")'
    sheet.getCellByPosition(response, 3).Formula = "45658"
    sheet.getCellByPosition(response, 3).NumberFormat = 36  # a day
    sheet.getCellByPosition(response, 4).String = "We say people."
    sheet.getCellByPosition(decision, 6).String = ""
    sheet.getCellByPosition(response, 6).String = ""
    sheet.getCellByPosition(3, 7).String = "The comment itself, rewritten"
    sheet.getCellByPosition(decision, 7).String = "maybe"
    sheet.getCellByPosition(group, 8).String = " Definitions "
    sheet.getCellByPosition(response, 8).Formula = "42"
    sheet.Rows.removeByIndex(9, 1)  # the row of C9009
    sheet.Rows.insertByIndex(5, 1)  # an empty row in between
    sheet.Columns.insertByIndex(1, 1)  # a column of their own
    sheet.getCellByPosition(1, 0).String = "Our remarks"
    sheet.getCellByPosition(1, 2).String = "ask legal"


def value(name: str, content: object) -> PropertyValue:
    made = PropertyValue()
    made.Name, made.Value = name, content
    return made


if __name__ == "__main__":
    edit(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
