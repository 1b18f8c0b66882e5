"""Django's SQLite with the bound that SQLite itself has had since 3.32, and statements put into its words once.

Django counts 999 parameters a statement, the bound of 2019: 11,000 rows of 25 columns would take 280 statements
instead of nine. Django 6 asks the library; until then this does.

Its %s become ? at every asking, by a look through the whole text: of the form's wide statement a thirtieth of the page.
"""

import sqlite3
from functools import lru_cache

from django.db.backends.sqlite3 import base, features


def _bound() -> int:
    with sqlite3.connect(":memory:") as connection:
        held = connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    connection.close()
    # More in one statement is no faster, and its text grows with it.
    return min(held, 32_766)


class DatabaseFeatures(features.DatabaseFeatures):
    max_query_params = _bound()


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query, *, param_names=None):
        if param_names is not None or len(query) > _LONGEST:
            return super().convert_query(query, param_names=param_names)
        return _converted(query)


# What is longer brings many rows in and comes once.
_LONGEST = 32_000


@lru_cache(maxsize=512)
def _converted(query) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)
