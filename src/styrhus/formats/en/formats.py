"""Dates as people write them here: day first, in every language of the pages. ISO is understood as well."""

DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y"]
