"""stub"""
import csv, io, re
from dataclasses import dataclass
from datetime import date, datetime
from eventsapp.sheets.table import *
from eventsapp.sheets.table import Table,Row,SheetRefused,Cell
def _table(raw, sheets=(), sheet=None, sep=None):
    raw=[[ (c.strip() if isinstance(c,str) else c) for c in r] for r in raw]
    i=next(n for n,r in enumerate(raw) if sum(1 for c in r if c not in ("",None))>1)
    rows=tuple(Row(n+1, tuple(c if c!="" else None for c in r)) for n,r in enumerate(raw) if n>i and any(c not in ("",None) for c in r))
    return Table(rows, tuple(str(c or "") for c in raw[i]), i+1, sheets, sheet, "utf-8", sep, ())
def read_table(content, file_name, sheet=None):
    if content[:2]==b"PK":
        from python_calamine import CalamineWorkbook
        w=CalamineWorkbook.from_filelike(io.BytesIO(content)); s=sheet or w.sheet_names[0]
        return _table(w.get_sheet_by_name(s).to_python(skip_empty_area=False), tuple(w.sheet_names), s)
    if content[:4]==b"%PDF": raise SheetRefused(f"{file_name} is a PDF, not a table. Save it as .xlsx or .csv.")
    try: t=content.decode("utf-8-sig")
    except UnicodeDecodeError: t=content.decode("cp1252")
    return read_pasted(t)
def read_pasted(text):
    text=text.replace("\r\n","\n").replace("\r","\n")
    first=text.split("\n")[0]
    sep=max("\t;,|",key=first.count)
    return _table(list(csv.reader(io.StringIO(text),delimiter=sep)),sep=sep)
