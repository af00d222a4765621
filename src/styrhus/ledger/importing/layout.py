"""The columns of the state accounts' CSV, and which of them the ledger needs.

Source: the files of statsregnskapet.dfo.no/nedlasting and their description of columns. CSV with `;`, quoted, cp1252,
decimal comma, kroner, debit +, one row a month. Chapter 671 is "0671" and its post 21 is "067121".
"""

from __future__ import annotations

STATE_COLUMNS = (
    "År",
    "Periode",
    "Konto_no",
    "Konto",
    "Programområde_id",
    "Programområde",
    "Programkategori_id",
    "Programkategori",
    "Fagdepartement_id",
    "Fagdepartement",
    "Kapittel_id",
    "Kapittel",
    "Post_id",
    "Post",
    "Post_type",
    "Kontoklasse_id",
    "Kontoklasse",
    "Kontogruppe_id",
    "Kontogruppe",
    "Artskonto_id",
    "Artskonto",
    "Fagdepartement_Virksomhet_id",
    "Fagdepartement_Virksomhet",
    "Virksomhet_id",
    "Virksomhet",
    "Regnskapsfører_id",
    "Regnskapsfører",
    "Beløp",
)

# What is taken out of each line, in the order in which it is staged: our field → the file's column.
TAKEN = {
    "year": "År",
    "period": "Periode",
    "number": "Konto_no",
    "chapter": "Kapittel_id",
    "post": "Post_id",
    "account": "Artskonto_id",
    "agency": "Virksomhet_id",
    "agency_name": "Virksomhet",
    "amount": "Beløp",
}
FIELDS = (*TAKEN, "department")  # the state accounts know no departments; a sheet may

# Columns that our own file of wrong lines has beside the file's.
LINE_COLUMN = "Linje i filen"
WRONG_COLUMN = "Hva er galt"
MEND_COLUMN = "Slik retter du"

# Faults of one line. The texts stand in ``ledger.import_texts``.
COLUMNS, QUOTES, ENCODING, YEAR, PERIOD, FUTURE, AGENCY, POST, CHAPTER, ACCOUNT, DEPARTMENT, AMOUNT, LOCKED = (
    "columns",
    "quotes",
    "encoding",
    "year",
    "period",
    "future",
    "agency",
    "post",
    "chapter",
    "account",
    "department",
    "amount",
    "locked",
)
COLUMN_OF_FAULT = {
    YEAR: "År",
    PERIOD: "Periode",
    FUTURE: "Periode",
    AGENCY: "Virksomhet_id",
    POST: "Post_id",
    CHAPTER: "Kapittel_id",
    ACCOUNT: "Artskonto_id",
    AMOUNT: "Beløp",
    LOCKED: "Periode",
}


class Refused(Exception):
    """The whole file can't be read. ``code`` names the sentence, ``values`` fill it."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def same(name: str) -> str:
    """A heading as it is compared: "  ÅR " is "år"."""
    return " ".join(name.split()).casefold()
