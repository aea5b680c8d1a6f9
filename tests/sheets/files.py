"""Files as partners send them, made by hand where no program would write them so."""

import io
import zipfile

import xlsxwriter

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def packed(parts):
    """Return a zip of these parts."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return memory.getvalue()


def workbook(fill, **options):
    """Return a workbook whose first sheet `fill(sheet, book)` fills."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, **options}) as book:
        fill(book.add_worksheet("List"), book)
    return memory.getvalue()


def workbook_of(rows):
    """Return a workbook with these rows of texts."""

    def fill(sheet, book):
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)

    return workbook(fill)


def changed(content, part, change, **more):
    """Return the workbook with one part changed and others added."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if part:
        parts[part] = change(parts[part])
    return packed(parts | {name.replace("__", "/"): text for name, text in more.items()})


def ods(rows_xml):
    """Return an ODS file with one sheet of these rows."""
    body = f'<table:table table:name="List">{rows_xml}</table:table>'
    content = (
        f'<?xml version="1.0"?><office:document-content {_NAMES}><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed({"mimetype": ODS, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_row(*cells, more=""):
    """Return a row of text cells; a cell may be XML itself."""
    made = "".join(
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
        "</table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row{more}>{made}</table:table-row>"
