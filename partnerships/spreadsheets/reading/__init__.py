"""Reading real spreadsheets, without the database.

`readers.read` turns a file into a Sheet, `columns.guess` says what each column means, `rows.prepare` cleans every row
with `repairs.clean`. A repair is always a suggestion: nothing here changes a value without saying what and why.
"""

from .refusals import ImportRefused

__all__ = ["ImportRefused"]
