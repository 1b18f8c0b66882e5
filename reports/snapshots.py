"""The frozen copy of a consolidated report: everything that page and paper show, as plain data (schema 1).

Texts are final Vietnamese; dates ISO strings; numbers plain decimal strings beside their written form. Drawing needs
nothing but this, so that it prints the same in 2030 (domain §9).

A report of several quarters has ``span`` beside, and in each target what was done in them; its units have a row of
counts each. A quarter's has ``columns`` in its place. Copies frozen before they came (``columns``, ``outlined``, and
``tasks``, ``activities``, ``initiatives`` of reports.enclosed) go on being read without.
"""

import datetime as dt
from types import SimpleNamespace

from reports import enclosed, figures, gathering, office_templates
from reports.gathering import missing_phrase, reports_phrase
from reports.kinds import Kind, Stretch
from reports.lines import TEXT_LABELS
from reports.models import Narrative
from reports.office_templates import Letter, Voice
from units.clock import ZONE
from units.templatetags.q4kh import STATES, VERDICTS
from units.vietnamese import format_date, plain_number

SCHEMA = 1


def build(draft, rollup, *, code, check_url, publisher, at, records=None) -> dict:
    """The snapshot of ``draft`` with the figures of ``rollup``; ``code`` is empty in a preview.

    ``records``: target code → the things its figure is made of (reports.makeup), frozen beside it.
    """
    period, plan, stretch = draft.period, rollup.plan, draft.stretch
    day = _day(draft, at)
    letter = office_templates.letter(office_templates.chosen(draft, day), publisher)
    reported = _reported(rollup)
    return {
        "schema": SCHEMA,
        "kind": draft.kind,
        "number": draft.number,
        "code": code,
        "published_at": at.isoformat(timespec="seconds"),
        "publisher": publisher,
        "check_url": check_url,
        "replaces": _replaced(draft.replaces),
        "reason": draft.reason,
        "period": {
            "key": period.key,
            "label": period.label,
            "year": period.year,
            "quarter": period.quarter,
            "window_from": period.window_from.isoformat(),
            "window_to": period.window_to.isoformat(),
            "due_on": period.due_on.isoformat(),
        },
        **_span(rollup),
        # Lines of its texts that name a heading of section III are heads of what stands below (reports.outline).
        "outlined": True,
        "plan": {
            "number": plan.number,
            "issued_on": plan.issued_on.isoformat(),
            "title": plan.title,
            "issued_by": plan.issued_by,
        },
        "document": _document(letter, draft.document_number, day, _subject(stretch, plan)),
        "bases": list(letter.bases),
        "reported": reported,
        "opening": _opening(letter, stretch, plan, reported),
        "sections": [
            # "I. Tình hình triển khai": the document numbers its sections itself.
            {"key": name, "title": _section_title(name, stretch), "text": getattr(draft, name)}
            for name in Narrative.SECTIONS
        ],
        "closing": _closing(letter, stretch, plan),
        "counts": {
            "expected": len(rollup.expected),
            "accepted": len(rollup.accepted),
            "missing": [_named(standing) for standing in rollup.missing],
            "excluded": [{"name": _named(standing), "reason": standing.reason} for standing in rollup.excluded],
            "verdicts": {verdict: count for verdict, count in rollup.counts.items() if count},
        },
        # Whence the words come. The paper does not print it; the page traces each text to unit and version by it.
        "quotes": gathering.quotes(draft),
        "targets": [_target(row, rollup) | _records(records, row.target.code) for row in rollup.rows],
        "units": [_timeliness(unit) for unit in rollup.span.units]
        if rollup.span
        else [_unit(standing) for standing in rollup.standings],
        **enclosed.read(stretch, rollup),
    }


def _span(rollup) -> dict:
    """Heads of the columns that hold a target against its goal and the year before, and the extent of several
    quarters."""
    if rollup.span is None:
        return {"columns": {"within_head": "Thực hiện trong quý", "before_head": rollup.before}}
    stretch = rollup.span.stretch
    return {
        "span": {
            "label": stretch.label,
            "within_head": stretch.within,
            "before_head": rollup.span.before,
            "quarters": [period.key for period in rollup.span.periods],
            "units": len(rollup.span.units),
            "on_time": sum(len(unit.on_time) for unit in rollup.span.units),
            "late": sum(len(unit.late) for unit in rollup.span.units),
        }
    }


def _named(standing) -> str:
    return f"{standing.unit.name} ({standing.quarter})" if standing.quarter else standing.unit.name


def _replaced(old):
    if old is None:
        return None
    return {
        "number": old.number,
        "code": old.code,
        "published_on": old.published_at.astimezone(ZONE).date().isoformat(),
    }


def _achieved(stretch, plan) -> str:
    """What the report is of, in its opening and at its end."""
    if stretch.is_quarter:
        return f"kết quả thực hiện nhiệm vụ khoa học, công nghệ và đổi mới sáng tạo {stretch.words}"
    return f"kết quả {stretch.words} thực hiện Kế hoạch số {plan.number}"


def _subject(stretch, plan) -> list[str]:
    if stretch.is_quarter:
        return ["Kết quả thực hiện nhiệm vụ khoa học, công nghệ", f"và đổi mới sáng tạo {stretch.words}"]
    return [f"Kết quả {stretch.words}", f"thực hiện Kế hoạch số {plan.number}"]


def _section_title(name, stretch) -> str:
    if name == "next_quarter":
        return f"Phương hướng {stretch.following}"
    return TEXT_LABELS[name].split(". ", 1)[1]


def _day(draft, at) -> dt.date:
    """The document's own: the clerk's, or that of publishing."""
    return draft.document_date or at.astimezone(ZONE).date()


def _document(letter: Letter, number, day, subject) -> dict:
    return {
        "parent": letter.parent,
        "agency": letter.agency,
        "agency_name": letter.agency_name,
        "number": number,
        "symbol": letter.symbol,
        "place": letter.place,
        "date": day.isoformat(),
        "kind": "BÁO CÁO",
        "subject": subject,
        "addressee": letter.addressee,
        "signature": {"lines": list(letter.signature), "name": letter.signatory},
        "recipients": list(letter.recipients),
    }


def _reported(rollup) -> str:
    """From what it was gathered: "báo cáo của 27 trên 29 đơn vị (chưa có báo cáo của Phường 1, Phường 2)"."""
    if rollup.span:
        return f"{reports_phrase(rollup)} được chấp nhận{missing_phrase(rollup)}"
    return f"báo cáo của {len(rollup.accepted)} trên {len(rollup.expected)} đơn vị{missing_phrase(rollup)}"


def _opening(letter: Letter, stretch, plan, reported) -> str:
    begins = (
        f"Thực hiện Kế hoạch số {plan.number} ngày {format_date(plan.issued_on)} của {plan.issued_by} về "
        f"{plan.title[:1].lower()}{plan.title[1:]}, {letter.agency_name} "
    )
    if letter.voice == Voice.REPORTS:
        return f"{begins}báo cáo kết quả {stretch.words}, tổng hợp từ {reported}, như sau:"
    return f"{begins}{_gathers(stretch)}{reported}{_FOLLOWS}"


def _gathers(stretch) -> str:
    return f"tổng hợp kết quả {stretch.words} từ "


_FOLLOWS = " như sau:"


def _closing(letter: Letter, stretch, plan) -> str:
    said = f"Trên đây là báo cáo {_achieved(stretch, plan)}"
    if letter.voice == Voice.REPORTS:
        said += f" của {letter.agency_name}"
    return f"{said}. {letter.closing}" if letter.closing else said


# --- The same figures under another letterhead -----------------------------------------------------------------------


def again(frozen: dict, draft, *, code, check_url, publisher, at) -> dict:
    """The frozen copy of what ``draft`` copies, with the words of the draft and head and end of its own letterhead.

    Figures, units, sources and whatever else was frozen stay as they are; ``code`` is empty in a preview.
    """
    stretch, day = draft.stretch, _day(draft, at)
    letter = office_templates.letter(office_templates.chosen(draft, day), publisher)
    told = frozen["plan"]
    plan = SimpleNamespace(**told | {"issued_on": dt.date.fromisoformat(told["issued_on"])})
    return frozen | {
        "number": draft.number,
        "code": code,
        "published_at": at.isoformat(timespec="seconds"),
        "publisher": publisher,
        "check_url": check_url,
        "replaces": _replaced(draft.replaces),
        "reason": draft.reason,
        "copy_of": {"number": frozen["number"], "code": frozen["code"]},
        "document": _document(letter, draft.document_number, day, frozen["document"]["subject"]),
        "bases": list(letter.bases),
        "opening": _opening(letter, stretch, plan, _reported_in(frozen, stretch)),
        "sections": [section | {"text": getattr(draft, section["key"])} for section in frozen["sections"]],
        "closing": _closing(letter, stretch, plan),
    }


def _reported_in(frozen, stretch) -> str:
    """Copies frozen in earlier years say it in their opening alone."""
    if "reported" in frozen:
        return frozen["reported"]
    return frozen["opening"].partition(_gathers(stretch))[2].removesuffix(_FOLLOWS) or "báo cáo của các đơn vị"


def specimen(signatory, period, publisher, day) -> dict:
    """A report without content, to show what a template looks like on paper."""
    stretch = Stretch(Kind.QUARTER, period)
    letter = office_templates.letter(signatory, publisher)
    return {
        "number": 1,
        "code": "",
        "published_at": "",
        "check_url": "",
        "replaces": None,
        "reason": "",
        "period": {"label": period.label, "due_on": period.due_on.isoformat()},
        "document": _document(letter, "", day, _subject(stretch, period.plan)),
        "bases": list(letter.bases),
        "opening": _opening(letter, stretch, period.plan, "báo cáo của các đơn vị"),
        "sections": [],
        "closing": _closing(letter, stretch, period.plan),
        "counts": {"expected": 0, "accepted": 0, "missing": [], "excluded": [], "verdicts": {}},
        "targets": [],
        "units": [],
    }


# --- Figures ---------------------------------------------------------------------------------------------------------


def _target(row, rollup) -> dict:
    target, result = row.target, row.result
    span = rollup.span.lines[target.code] if rollup.span else None
    quarter = span.within if span else row.in_quarter
    return {
        "code": target.code,
        "ref": target.ref,
        "title": target.title,
        "theme": target.get_theme_display(),
        "unit_label": "%" if figures.is_points(target) else target.unit_label,
        "threshold_text": figures.threshold_text(target, result),
        "quarter_text": figures.quarter_text(target, quarter) if quarter else figures.NO_QUESTION,
        "actual_text": figures.actual_text(target, result),
        "actual": plain_number(result.actual),
        "threshold": plain_number(result.threshold),
        "numerator": plain_number(result.numerator),
        "denominator": plain_number(result.denominator),
        "verdict": result.verdict.value,
        "verdict_label": _verdict_label(result),
        "is_late": result.is_late,
        "note": _note(target, result, span),
        "rate_text": figures.rate_text(target, result),
        "before_text": figures.quarter_text(target, span.before if span else row.year_before),
        "sources": [
            {
                "unit": said.fact.unit,
                "unit_name": _name(rollup, said.fact.unit),
                "report": f"{said.fact.unit}-{said.fact.report.key}",
                "version": said.version,
                "text": _source_text(target, said.fact),
            }
            for said in (span.sources if span else row.sources)
        ],
    }


def _note(target, result, span) -> str:
    """Of a term each year that was judged by itself is told before the words on the last."""
    if span is None or len(span.years) < 2:
        return result.catch_up
    told = "; ".join(
        f"{of_year.label[:1].lower()}{of_year.label[1:]}: {figures.actual_text(target, of_year)}, "
        f"{_verdict_label(of_year).lower()}"
        for of_year in span.years
    )
    return f"{told[:1].upper()}{told[1:]}. {result.catch_up}".rstrip()


def _verdict_label(result) -> str:
    return "Đạt, chậm hạn" if result.is_late and result.verdict == "met" else VERDICTS[result.verdict]


def _source_text(target, fact) -> str:
    """What was told later of an earlier quarter says of which."""
    text = figures.fact_text(target, fact)
    return text if fact.report == fact.quarter else f"bổ sung {fact.quarter.label}: {text}"


def _records(records, code) -> dict:
    """The list behind a counted figure; nothing of one that people typed.

    A person is told as one of a unit, without a name: a copy leaves the house (domain §5).
    """
    if not records or code not in records:
        return {}
    return {
        "records": [
            {
                "record": thing.record,
                "title": f"01 người, {', '.join(thing.units)}" if thing.is_person else thing.title,
                "of": thing.record_title,
                "on": thing.on.isoformat() if thing.on else None,
                "units": thing.units,
                "reports": [f"{told.unit_code}-{told.quarter.key}" for told in thing.told],
            }
            for thing in records[code]
        ]
    }


def _name(rollup, code) -> str:
    return rollup.members[code].name if code in rollup.members else code


def _unit(standing) -> dict:
    return {
        "code": standing.unit.code,
        "name": standing.unit.name,
        "group": standing.unit.get_group_display(),
        "state": standing.state,
        "state_label": STATES[standing.state][0],
        "sent_on": standing.sent_at.astimezone(ZONE).date().isoformat() if standing.sent_at else None,
        "late_days": standing.late_days,
        "version": standing.version,
        "note": standing.reason or ("đang đính chính" if standing.is_reopened else ""),
    }


def _timeliness(unit) -> dict:
    """A unit over several quarters."""
    told = [
        ("Chậm", [f"{late.quarter} {late.late_days} ngày" for late in unit.late]),
        ("Chưa có", [missing.quarter for missing in unit.missing]),
        ("Không phải báo cáo", [_excused(standing) for standing in unit.standings if standing.is_excluded]),
        ("Đang đính chính", [standing.quarter for standing in unit.expected if standing.is_reopened]),
    ]
    return {
        "code": unit.unit.code,
        "name": unit.unit.name,
        "group": unit.unit.get_group_display(),
        "expected": len(unit.expected),
        "on_time": len(unit.on_time),
        "late": len(unit.late),
        "missing": len(unit.missing),
        "late_days": sum(late.late_days for late in unit.late),
        "note": " ".join(f"{word}: {', '.join(names)}." for word, names in told if names),
    }


def _excused(standing) -> str:
    return f"{standing.quarter} ({standing.reason.rstrip(' .')})" if standing.reason else standing.quarter
