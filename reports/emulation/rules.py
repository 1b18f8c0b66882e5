"""What may be typed into a scale and into a sheet, and what it then says. Refuses whole, naming every input."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from initiatives.said import Said
from reports.emulation import points
from reports.models import Criterion, Scheme
from units.moves import Refused
from units.vietnamese import NumberError, clean_text, parse_number

Kind, Source = Criterion.Kind, Criterion.Source

TEXT_LIMIT, NOTE_LIMIT, TITLE_LIMIT = 2_000, 2_000, 300
MOST_POINTS = Decimal(1000)
# Sources that a kind may have: a penalty is given by hand, with its grounds.
SOURCES = {
    Kind.CRITERION: set(Source),
    Kind.BONUS: {Source.ENTERED, Source.INITIATIVES},
    Kind.PENALTY: {Source.ENTERED},
}


def amount(said: Said, post: Mapping[str, str], name: str, label: str, most: Decimal, *, least=Decimal(0), missing=""):
    """Points from ``least`` to ``most``, at most two places; None for a blank, or for what cannot be taken."""
    text = clean_text(post.get(name, "")).strip()
    if not text:
        if missing:
            said.wrong(name, missing)
        return None
    try:
        number = parse_number(text, places=2)
    except NumberError as error:
        said.wrong(name, f"{label}: {error}")
        return None
    if not least <= number <= most:
        said.wrong(name, f"{label}: ghi từ {points.format_number(least)} đến {points.format_number(most)} điểm.")
        return None
    return number


def read_text(post: Mapping[str, str], name: str, *, missing: str) -> str:
    said = Said(post)
    text = said.text(name, "Đoạn này", TEXT_LIMIT, missing=missing)
    said.check()
    return text


def read_settings(post: Mapping[str, str]) -> dict:
    said = Said(post)
    found = {
        "scale": amount(
            said, post, "scale", "Tổng điểm", MOST_POINTS, least=Decimal(1), missing="Ghi tổng điểm các tiêu chí."
        ),
        "tie_rule": said.choice(
            "tie_rule", {rule.value: rule.value for rule in Scheme.TieRule}, missing="Chọn cách xét khi bằng điểm."
        ),
        "on_request": post.get("on_request") == "1",
        "note": said.text("note", "Ghi chú", NOTE_LIMIT),
    }
    said.check()
    return found


def read_criterion(post: Mapping[str, str], codes: set[str]) -> dict:
    """``order title guidance maximum kind source`` and the parameters of the source (points.DEFAULTS), by their names;
    ``codes``: of the targets that may be named."""
    said = Said(post)
    found = {
        "order": said.count("order", "Thứ tự", missing="Ghi thứ tự của dòng này.", most=999),
        "title": said.line("title", "Nội dung", TITLE_LIMIT, missing="Ghi nội dung chấm."),
        "guidance": said.text("guidance", "Hướng dẫn chấm", TEXT_LIMIT),
        "maximum": amount(
            said, post, "maximum", "Điểm tối đa", MOST_POINTS, least=Decimal("0.01"), missing="Ghi điểm tối đa."
        ),
        "kind": said.choice("kind", {kind.value: kind for kind in Kind}, missing="Chọn loại dòng."),
        "source": said.choice("source", {source.value: source for source in Source}, missing="Chọn cách chấm."),
    }
    kind, source = found["kind"], found["source"]
    if kind and source and source not in SOURCES[kind]:
        said.wrong("kind", f"{kind.label} không chấm theo cách “{source.label}”; chọn loại khác.")
    found["parameters"] = _parameters(said, post, source, found["maximum"] or MOST_POINTS, codes)
    said.check()
    return found


def _parameters(said, post, source, maximum, codes) -> dict:
    if source == Source.TIMELINESS:
        labels = {"late": "Trừ mỗi báo cáo trễ", "day": "Trừ thêm mỗi ngày trễ", "silent": "Trừ báo cáo không gửi"}
        return {name: _kept(said, post, name, label, maximum) for name, label in labels.items()}
    if source == Source.TARGETS:
        named = [code for code in clean_text(post.get("codes", "")).upper().replace(",", " ").split() if code]
        if unknown := [code for code in named if code not in codes]:
            said.wrong("codes", f"Kế hoạch không có chỉ tiêu {', '.join(unknown[:5])}; ghi mã như CT03, CK01.")
        need = said.choice("need", {name: name for name in points.NEEDS}, missing="Chọn thế nào là đạt.")
        return {"codes": list(dict.fromkeys(named)), "need": need}
    if source == Source.INITIATIVES:
        scope = said.choice("scope", {name: (name,) for name in points.SCOPES}, missing="Chọn sáng kiến nào được tính.")
        return {
            "each": _kept(said, post, "each", "Điểm mỗi sáng kiến", maximum),
            "scope": scope[0] if scope else "",
        }
    if source == Source.ANNUAL_PLAN:
        return {"until": _until(said, post), "late": _kept(said, post, "late", "Điểm khi chậm", maximum)}
    return {}


def _kept(said, post, name, label, maximum) -> str:
    value = amount(said, post, name, label, maximum, missing=f"{label}: ghi số điểm, không có thì ghi 0.")
    return str(value or 0)


def _until(said, post) -> str:
    """A day of every year, "31/01"."""
    text = clean_text(post.get("until", "")).strip()
    try:
        day, month = map(int, text.split("/"))
        return f"{dt.date(2017, month, day):%d/%m}"
    except (ValueError, TypeError):
        said.wrong("until", "Đến hết ngày: ghi ngày/tháng, ví dụ 31/01.")
        return ""


def read_approval(post: Mapping[str, str], today: dt.date, *, since: dt.date) -> dict:
    said = Said(post)
    found = {
        "in_force_on": said.day(
            "in_force_on",
            "Ngày có hiệu lực",
            default=today,
            since=((since, "ngày gửi thẩm định"),),
            until=((today, "hôm nay"),),
        ),
        "decision_number": said.line("decision_number", "Số văn bản", 40),
    }
    said.check()
    return found


def read_days(post: Mapping[str, str], today: dt.date) -> dict:
    said = Said(post)
    until = said.day(
        "self_score_until", "Hạn tự chấm", missing="Ghi hạn tự chấm của đơn vị.", since=((today, "hôm nay"),)
    )
    explain = said.day(
        "explain_until",
        "Hạn giải trình",
        missing="Ghi hạn giải trình của đơn vị.",
        since=((until, "hạn tự chấm"),) if until else (),
    )
    said.check()
    return {"self_score_until": until, "explain_until": explain}


def refuse(problems) -> None:
    if problems:
        raise Refused(problems)
