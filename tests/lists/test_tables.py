import csv
import io

import python_calamine

from eventsapp.lists.options import CATEGORY, ORGANIZATION, ROUTE
from eventsapp.lists.tables import header_of, rows_of
from eventsapp.sheets.writing import write_csv, write_xlsx
from tests.lists.people import list_of, listed


def people():
    return [
        listed(1, "Karen Laßmann", "Laßmann", category="member-state", country="DE",
               route="nomination"),
        listed(2, "Elif Çağlar", "Çağlar", category="cso", organization="Su", route="invitation"),
        listed(3, "李明", "李", category="cso", organization="Su", route="registration"),
        listed(4, "=1+1", category="individual", route="import"),
    ]  # fmt: skip


def test_a_table_has_the_order_of_the_list_and_says_route_and_category():
    # cases.md 14
    content = list_of(*people(), others=2, columns=(ORGANIZATION, CATEGORY, ROUTE))

    *named, others, disclaimer = rows_of(content)

    assert header_of(content) == [
        "Section", "Category", "Country", "Organization", "Name", "Came by",
    ]  # fmt: skip
    section = "Non-governmental organizations and others"
    civil = "Civil society organizations"
    assert named == [
        ["Member States", "Member States", "Germany", None, "Karen LASSMANN", "nomination"],
        [section, civil, None, "Su", "Elif ÇAĞLAR", "invitation"],
        [section, civil, None, "Su", "李明", "registration"],
        [section, "Individual experts", None, None, "=1+1", "import"],
    ]
    assert [row[4] for row in named] == [line.name for line in content.lines]
    assert others == [None, None, None, None, "and 2 others", None]
    assert disclaimer[4] == content.disclaimer


def test_the_table_holds_only_the_columns_that_were_chosen():
    # cases.md 10
    content = list_of(*people(), columns=(ORGANIZATION,))

    assert header_of(content) == ["Section", "Country", "Organization", "Name"]


def test_excel_opens_the_list_with_all_its_letters_and_runs_nothing():
    # cases.md 23 and 32
    content = list_of(*people(), names="supplied", columns=())
    table = header_of(content), list(rows_of(content))

    as_csv = write_csv(*table)
    workbook = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(write_xlsx(*table, title="List"))
    )

    assert as_csv.startswith(b"\xef\xbb\xbf")
    names = [row[2] for row in csv.reader(io.StringIO(as_csv.decode("utf-8-sig")))]
    assert names[:-1] == ["Name", "Karen Laßmann", "Elif Çağlar", "李明", "'=1+1"]
    rows = workbook.get_sheet_by_index(0).to_python()
    assert [row[2] for row in rows][:-1] == [
        "Name", "Karen Laßmann", "Elif Çağlar", "李明", "=1+1",
    ]  # fmt: skip
