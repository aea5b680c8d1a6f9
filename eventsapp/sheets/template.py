"""The table that people are asked to fill in: its headings, one sample row, and how to fill it."""

HEADER = (
    "Full name", "Family name", "Given name", "Salutation", "Function", "Organisation", "Country",
    "Nationality", "Gender", "Category", "Languages", "E-mail", "Second e-mail", "Phone",
    "Nominated by", "Notes",
)  # fmt: skip
# Marks on letters show that they may be used; the address can belong to nobody.
SAMPLE = (
    "Karen Laßmann", "Laßmann", "Karen", "Ms", "Head of Unit", "Stadt Köln", "Germany", "Germany",
    "woman", "Local and regional governments", "de, en, fr", "karen.lassmann@example.test", "",
    "+49 221 0000", "", "Sample row: write over it",
)  # fmt: skip
ADVICE = (
    ("Full name", "The name as it is to be printed. One word is enough."),
    ("Family name", "Only where it helps to sort; leave it empty for a person with one name."),
    ("Country", "The country that the person represents. The usual short name is understood."),
    ("Nationality", "Only where it differs from the country or is asked for."),
    ("Gender", "As the person states it: woman, man, own words, or empty for not stated."),
    ("Languages", "Working languages, with commas: en, fr, ar, or English, French, Arabic."),
    ("E-mail", "One address in a cell; a further one under “Second e-mail”."),
    ("Nominated by", "The government that nominated the person, where one did."),
    ("Columns", "Any column may be left empty, taken out or moved. Further columns are shown "
                "before anything is saved."),
    ("Sample row", "The row of Karen Laßmann is an example and is never imported."),
)  # fmt: skip
