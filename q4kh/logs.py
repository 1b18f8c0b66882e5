"""One line of JSON per log record, for journald or any collector. No personal data."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

# What an error's text takes over from what somebody typed stands in quotes (Python's own, PostgreSQL's, ours) or in
# PostgreSQL's "(column)=(value)".
_TAKEN_OVER = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|“[^”]*”|=\([^)]*\)""")
_ADDRESS = re.compile(r"\S+@\S+")


class JsonFormatter(logging.Formatter):
    """Time (UTC), level, logger, message; of an error its type, first line and where it was raised.

    A database's error continues with the offending row ("DETAIL: Key (email)=(…)") and a traceback's source lines may
    quote values: only the first line, without what is quoted in it, and the places in the code are written. Of a broken
    constraint of PostgreSQL, whose name would go with the quotes, that name.
    """

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.name.startswith("django.security"):
            # Django's words about a request that it refused, with what was wrong in it.
            line["message"] = _without_what_was_typed(line["message"])
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            kind = type(error)
            line["error"] = f"{kind.__module__}.{kind.__qualname__}: {_without_what_was_typed(str(error))}"
            constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
            if constraint:
                line["constraint"] = constraint
            line["at"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_what_was_typed(text) -> str:
    return _ADDRESS.sub("…", _TAKEN_OVER.sub("…", text.partition("\n")[0]))
