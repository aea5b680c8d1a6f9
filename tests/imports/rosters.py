"""An invented roster of the shape of a real record, in the registry and as a sheet."""

import io

import xlsxwriter

from eventsapp.people.models import Organization, OrganizationName
from tests.factories import make_day, make_meeting, make_person, take_part

HEADER = ["Name", "Organisation", "Function", "E-mail", "Languages"]
# 31 people from many places; the first 14 were there on both days.
PEOPLE = [
    ("Karen Laßmann", "City of Cologne"), ("Abdelkhalek Ibrahim", "Ministry of Housing"),
    ("Huiwen", None), ("Łucja Żółkiewska", "Gdańsk Institute"), ("ليلى حداد", "بلدية عمان"),
    ("王芳", "Urban Academy"), ("José Ñíguez Peña", "Ayuntamiento de Murcia"),
    ("Brigitte Mariol", "Réseau des villes"), ("Yame Nkgowe", "Gaborone Council"),
    ("Ayşe Çağlar", "Ankara University"), ("Олена Шевченко", "Kyiv Smart City"),
    ("Đặng Thị Hoa", "Hanoi Planning"), ("Ólafur Þórsson", "Reykjavík"),
    ("Nguyễn Văn An", "Hanoi Planning"), ("Søren Ødegård", "Oslo kommune"),
    ("Amina Diallo", "Dakar Lab"), ("Takeshi 山本", "Kobe City"), ("Ananya Rao", "Pune Cell"),
    ("Tevita Fifita", "Nuku’alofa"), ("Mehmet Öztürk", "Ankara University"),
    ("Chipo Moyo", "Harare Council"), ("Rūta Kazlauskienė", "Vilnius"), ("Sione", None),
    ("Ivana Novotná", "Praha"), ("Juan Carlos Quispe", "La Paz"),
    ("Marie-Ève Tremblay", "Montréal"),
    ("Kwame Boateng", "Accra Assembly"), ("Zainab al-Farsi", "Muscat"), ("Bo Li", "Shenzhen"),
    ("Giulia D’Angelo", "Comune di Bari"), ("Petra Kovač", "Ljubljana"),
]  # fmt: skip


def hold_roster():
    """Enter the roster: 31 participants of a meeting of two days; return the meeting."""
    meeting = make_meeting(title="An invented meeting")
    make_day(meeting, 1)
    for name, organization in PEOPLE:
        person = make_person(name, email=None, organization=organization, is_invented=True)
        take_part(meeting, person)
    return meeting


def sheet_of(rows, header=HEADER, title="Experts"):
    """Return an XLSX with these rows under this header."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(title)
    for number, row in enumerate([header, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return content.getvalue()


def rows_of_roster():
    """Return the roster as rows of a sheet, those who were there on both days twice."""
    both = [[name, organization or ""] for name, organization in PEOPLE[:14]]
    return [*([name, organization or ""] for name, organization in PEOPLE), *both]


def know_organization(name, *others):
    """Enter an organisation with all its names."""
    names = [OrganizationName(text=text) for text in (name, *others)]
    return Organization(name=name, names=names)
