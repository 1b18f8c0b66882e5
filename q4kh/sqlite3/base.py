"""Django's SQLite with the bound that SQLite itself has had since 3.32.

Django counts 999 parameters a statement, the bound of 2019: 11,000 rows of 25 columns would take 280 statements
instead of nine. Django 6 asks the library; until then this does.
"""

import sqlite3

from django.db.backends.sqlite3 import base, features


def _bound() -> int:
    with sqlite3.connect(":memory:") as connection:
        held = connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    connection.close()
    # More in one statement is no faster, and its text grows with it.
    return min(held, 32_766)


class DatabaseFeatures(features.DatabaseFeatures):
    max_query_params = _bound()


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
