"""Narratives and notes of one unit for one quarter, drawn from the banks of sentences: always the same for the same."""

import datetime as dt
import zlib

from reports.demo import tasks, wards
from reports.demo.bodies import BODIES
from reports.demo.figures import PLANNED, WARDS, year_of
from reports.demo.offices import OFFICES

_OTHERS = OFFICES | BODIES
_PLACES = {code: place for place, code in enumerate([*WARDS, *_OTHERS])}
_ADVANTAGES = [
    "Lãnh đạo đơn vị quan tâm chỉ đạo, bố trí cán bộ và kinh phí.",
    "Các phường phối hợp kịp thời.",
    "Được Sở chuyên ngành hỗ trợ tài liệu, tập huấn.",
    "Cán bộ trẻ, tiếp cận công nghệ nhanh.",
    "",
]
# Days on which nobody held a meeting.
_HOLIDAYS = {dt.date(2017, 1, 2), dt.date(2017, 4, 6), dt.date(2018, 1, 1)}


def number(low: int, high: int, *of) -> int:
    """A number that looks arbitrary and never changes: low ≤ n ≤ high."""
    return low + zlib.crc32(repr(of).encode()) % (high - low + 1)


def working_day(day: dt.date, step: int = 1) -> dt.date:
    """The day itself, or the next working day in the direction of ``step``."""
    while day.weekday() >= 5 or day in _HOLIDAYS:
        day += dt.timedelta(step)
    return day


def narrative(code: str, quarter: int, period) -> dict[str, str]:
    """The seven texts, ready for the form."""
    say = _Speaker(code, quarter, period)
    return _of_ward(code, quarter, say) if code in WARDS else _of_other(code, quarter, say)


def notes(code: str, quarter: int, period, lines) -> dict[str, str]:
    """Status and note of each task line, ready for the form."""
    say = _Speaker(code, quarter, period)
    post = {}
    for line in lines:
        if line.is_own:
            status, note = tasks.own(line.commitment.due_on, period)
        elif code in WARDS:
            planned = PLANNED[year_of(quarter)].get(code, 99) <= quarter
            status, note = wards.PLAN_NOTES[quarter] if planned or quarter == 0 else wards.NO_PLAN_NOTE
        else:
            status, note = tasks.of(line.commitment.task.code, line.label, _PLACES[code], quarter)
        post[f"{line.stem}-status"] = status
        post[f"{line.stem}-note"] = say(note, line.key)
    return post


class _Speaker:
    """Fills the placeholders of a sentence for one unit and quarter."""

    def __init__(self, code, quarter, period):
        self.key = (code, quarter)
        self.period = period

    def __call__(self, sentence: str, salt: str = "") -> str:
        of = (*self.key, salt, sentence)
        day = working_day(self.period.window_from + dt.timedelta(number(10, 40, "day", *of)))
        return sentence.format(
            day=f"{day:%d/%m/%Y}",
            a=number(28, 86, "a", *of),
            b=number(3, 12, "b", *of),
            c=number(65, 420, "c", *of),
            year=self.period.year,
            next=self.period.value.next.label,
        )


def _of_ward(code, quarter, say):
    place = _PLACES[code]
    # Even and odd places of the bank apart, so that each step is a permutation: no two wards draw the same.
    results = [
        wards.DEEDS.get((code, quarter), ""),
        wards.RESULTS[2 * ((place + 4 * quarter) % 15)],
        wards.RESULTS[2 * ((2 * place + 3 * quarter + 7) % 15) + 1],
    ]
    return {
        "situation": say(wards.SITUATION[(place + 5 * quarter) % len(wards.SITUATION)]),
        "results": "\n".join(say(text) for text in results if text),
        "advantages": say(wards.ADVANTAGES[(place * 3 + quarter) % len(wards.ADVANTAGES)]),
        **_trouble(wards.TROUBLES[(place * 5 + quarter * 3) % len(wards.TROUBLES)], say),
        "next_quarter": "\n".join(
            say(wards.NEXT[at % len(wards.NEXT)]) for at in (place + 3 * quarter, place + 3 * quarter + 7)
        ),
    }


def _of_other(code, quarter, say):
    bank = _OTHERS[code]
    rows = bank["situation"]
    return {
        "situation": say(rows[quarter % len(rows)]),
        "results": say(bank["results"][quarter]),
        "advantages": _ADVANTAGES[number(0, len(_ADVANTAGES) - 1, "advantages", code, quarter)],
        **_trouble(bank["troubles"][quarter % len(bank["troubles"])], say),
        "next_quarter": say(bank["next"][quarter % len(bank["next"])]),
    }


def _trouble(row, say):
    difficulty, cause, proposal = row
    return {
        "difficulties": say(difficulty) or "Không có.",
        "causes": say(cause),
        "proposals": say(proposal),
    }
