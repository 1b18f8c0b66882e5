"""One line of JSON per log record, for journald or any collector. No personal data."""

import json
import logging
import traceback
from datetime import UTC, datetime


class JsonFormatter(logging.Formatter):
    """Time (UTC), level, logger, message; of an error its type, first line and where it was raised.

    A database's error continues with the offending row ("DETAIL: Key (email)=(…)") and a traceback's source lines may
    quote values: only the first line and the places in the code are written.
    """

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            text = str(error).partition("\n")[0]
            line["error"] = f"{type(error).__module__}.{type(error).__qualname__}: {text}"
            line["at"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        return json.dumps(line, ensure_ascii=False, default=str)
