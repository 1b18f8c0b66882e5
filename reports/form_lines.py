"""How the lines of the filing form are written: by hand, as rows of lists are (reports.listing). A form has forty of
them, and a template took most of its time over their conditions.

Each is given a finished line and decides nothing; what people typed is escaped.
"""

from html import escape

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from reports.models import Progress
from units.templatetags.q4kh import mark, options, vn_date

_TODO, _BEHIND = mark("todo"), mark("behind")
_STATUSES = [
    (value, f'<option value="{value}"', f">{escape(label)}</option>") for value, label in Progress.Status.choices
]


def text(line, copied_from) -> SafeString:
    """``copied_from``: the period whose text can be copied here."""
    name, label, error = line.name, escape(line.label), _error(line)
    flag = ' <span class="fw-normal q-small">(không bắt buộc)</span>'
    if line.is_required:
        flag = f" {_missing(name, line, 'chưa viết')}"
    hint = f'<div class="form-text" id="{name}-h">{escape(line.hint)}</div>' if line.hint else ""
    about = ([f"{name}-h"] if line.hint else [""] if error else []) + ([f"{name}-e"] if error else [])
    described = f' aria-describedby="{" ".join(about)}"' if about else ""
    required = f' data-required="{label}"' if line.is_required else ""
    wrong = ' aria-invalid="true"' if error else ""
    return mark_safe(
        f'<div class="q-field{" is-wrong" if error else ""}"><label class="form-label" for="{name}">{label}{flag}'
        f"</label>{hint}{_asked(line)}{_feedback(error, f'{name}-e')}\n"
        f'<textarea class="form-control{" is-invalid" if error else ""}" id="{name}" name="{name}"'
        f' rows="{5 if line.is_required else 3}" maxlength="{line.limit}"{required}{wrong}{described}>\n'
        f"{escape(line.value)}</textarea>{_copy(line, copied_from) if line.previous else ''}</div>\n"
    )


def _copy(line, copied_from) -> str:
    name = line.name
    return (
        f'<div class="q-below"><span class="q-carried" data-carried="{name}"'
        f"{'' if line.value == line.previous else ' hidden'}>Chép từ {copied_from}, sửa lại cho đúng quý này</span>"
        f'<button class="q-as-link" name="copy" value="{name}" data-copy-text{"" if line.is_blank else " hidden"}>'
        f'Chép từ {copied_from}<span class="visually-hidden">: {escape(line.label)}</span></button></div>'
    )


def task(line, number, year, plan_number, copied_from) -> SafeString:
    """``number``: its place among the tasks of the form. ``copied_from``: whence a carried state comes."""
    work, stem, anchor, error = line.commitment, line.stem, line.anchor, _error(line)
    title = escape(work.title)
    plan = f"Kế hoạch {escape(plan_number)}, mục {escape(work.ref)}"
    where = f"Kế hoạch năm {year} của đơn vị" if line.is_own else plan
    due = f". Hạn {vn_date(work.due_on)}" if work.due_on else ""
    expected = ""
    if work.expected_result:
        told = escape(Truncator(work.expected_result).words(30, truncate=" …"))
        expected = f'<small class="d-block">Kết quả dự kiến: {told}</small>'
    carried = f' <small class="q-carried d-block">Chép từ {copied_from}</small>' if line.is_carried else ""
    statuses = "".join(
        [f"{begin}{' selected' if value == line.status else ''}{end}" for value, begin, end in _STATUSES]
    )
    return mark_safe(
        f'<div class="q-task{" is-wrong" if error else ""}" id="progress-{number}" role="group"'
        f' aria-labelledby="t{number}"><div><span class="form-label d-block" id="t{number}">{number}. {title}'
        f" {_missing(anchor, line, 'chưa chọn')}</span><small>{where}{due}</small>{expected}{carried}"
        f"{_feedback(error, f'{anchor}-e', ' mt-1')}</div>\n"
        f'<div><label class="visually-hidden" for="{anchor}">Tình trạng nhiệm vụ {number}: {title}</label>'
        f'<select class="form-select{" is-invalid" if error else ""}" id="{anchor}" name="{anchor}"'
        f' data-required="Nhiệm vụ {number}: {title}"{_invalid(error, f"{anchor}-e")}>'
        f'<option value="">Chọn tình trạng</option>{statuses}</select></div>\n'
        f'<div class="q-wide">{_asked(line)}<label class="q-small" for="{stem}-note">Kết quả trong kỳ của nhiệm vụ'
        f' {number} (không bắt buộc)</label><textarea class="form-control" id="{stem}-note" name="{stem}-note" rows="2"'
        f' maxlength="2000">\n'
        f"{escape(line.note)}</textarea></div></div>\n"
    )


def figure(line) -> SafeString:
    """A figure that is typed: label and unit, the input, and the four numbers that tell whether it is right."""
    kind, names, error, key = line.kind, line.inputs, _error(line), line.key
    is_group = kind in ("ratio", "yesno")
    tag = "fieldset" if kind == "yesno" else "div"
    css = " is-wrong" if error else ""
    role = (' role="group"' if kind == "ratio" else "") + (f' aria-labelledby="l-{key}"' if is_group else "")
    label = escape(line.label)
    flag = ""
    if line.is_required:
        flag = f" {_missing(names[0], line, 'chưa chọn' if kind == 'yesno' else 'chưa nhập')}"
    if is_group:
        head = f'<span class="form-label d-block" id="l-{key}">{label}{flag}</span>'
    else:
        head = f'<label class="form-label" for="{names[0]}">{label}{flag}</label>'
    carried = f'. <span class="q-carried">Chép từ {line.previous_label}</span>' if line.is_carried else ""
    return mark_safe(
        f'\n<{tag} class="q-figure{css}"{role}>\n<div>{head}\n'
        f'<small class="d-block">{line.target.code}{_unit(line)}{carried}</small>\n'
        f"{_feedback(error, f'e-{key}', ' mt-1')}</div>\n"
        f"{_INPUTS[kind](line, names, label, error)}\n"
        f"{_compared(line, 'Cổng' if line.told else 'Sổ theo dõi')}\n"
        f"{_told(line)}{_recorded(line)}\n{_explained(line)}\n</{tag}>\n"
    )


def _unit(line) -> str:
    unit = escape(line.target.unit_label)
    return {
        "number": f", {unit} trong kỳ",
        "date": ", ngày hoàn thành; để trống nếu chưa xong",
        "ratio": f", {unit}, tại ngày chốt số liệu",
    }.get(line.kind, "")


def _number(line, names, label, error) -> str:
    return f'<div class="q-input">{_decimal(line, names[0], line.value_text, error, _required(line, label))}</div>'


def _ratio(line, names, label, error) -> str:
    above, below = names
    target = line.target
    beside = f'data-required-with="{above}"'
    return (
        f'<div class="q-of"><div><label for="{above}" class="q-small d-block">'
        f"{escape(target.numerator_label or 'Tử số')}</label>"
        f"{_decimal(line, above, line.numerator_text, error, _required(line, label))}</div>"
        f'<span aria-hidden="true" class="q-slash">/</span><div><label for="{below}" class="q-small d-block">'
        f"{escape(target.denominator_label or 'Mẫu số')}</label>"
        f"{_decimal(line, below, line.denominator_text, error, beside)}</div></div>"
    )


def _yesno(line, names, label, error) -> str:
    name, wrong = names[0], _invalid(error, f"e-{line.key}")
    yes, no = (" checked" if line.value == answer else "" for answer in (1, 0))
    radio = '<div class="form-check"><input class="form-check-input" type="radio"'
    return (
        f'<div class="d-flex gap-4">{radio} name="{name}" id="{name}" value="yes"{yes} {_required(line, label)}{wrong}>'
        f'<label for="{name}">Có</label></div>'
        f'{radio} name="{name}" id="{name}-no" value="no"{no}{wrong}><label for="{name}-no">Chưa</label></div></div>'
    )


def _date(line, names, label, error) -> str:
    name = names[0]
    return (
        f'<div class="q-input"><input type="text" class="form-control{" is-invalid" if error else ""}" id="{name}"'
        f' name="{name}" value="{escape(line.date_text)}" placeholder="ngày/tháng/năm" autocomplete="off"'
        f"{_invalid(error, f'e-{line.key}')}></div>"
    )


_INPUTS = {"number": _number, "ratio": _ratio, "yesno": _yesno, "date": _date}


def _decimal(line, name, value, error, data) -> str:
    return (
        f'<input type="text" inputmode="decimal" class="form-control{" is-invalid" if error else ""}" id="{name}"'
        f' name="{name}" value="{escape(value)}" autocomplete="off" {data}{_invalid(error, f"e-{line.key}")}>'
    )


def _required(line, label) -> str:
    return f'data-required="{label} ({line.target.code})"'


def _compared(line, portal) -> str:
    css = " is-dates" if line.kind == "date" else ""
    return (
        f'<dl class="q-compare{css}"><div><dt>{line.previous_short}</dt><dd>{escape(line.previous_text)}</dd></div>'
        f"<div><dt>Cộng dồn</dt><dd>{escape(line.running_text)}</dd></div>"
        f"<div><dt>Mức quận</dt><dd>{escape(line.goal_text)}</dd></div>"
        f"<div><dt>{portal}</dt><dd>{escape(line.registry_text)}</dd></div></dl>"
    )


def _told(line) -> str:
    told = line.told
    if not told:
        return ""
    source = escape(told.source)
    linked = f'<a href="{escape(told.url)}">{source}</a>' if told.url else source
    return f'<p class="q-wide q-small mb-0">Cổng: {linked}.</p>'


def _recorded(line) -> str:
    return _by_template("reports/_recorded.html", line=line) if line.items else ""


def _explained(line) -> str:
    if not (line.oddity or line.explanation or line.notes):
        return ""
    warning = box = ""
    if line.oddity:
        said = f"{escape(line.oddity)}. Nếu đúng, giải trình để Phòng Kinh tế biết."
        warning = f'<span class="q-warn">{said}</span>'
    if line.oddity or line.explanation:
        name = line.explanation_name
        box = (
            f'<label class="form-label mt-3" for="{name}">Giải trình với Phòng Kinh tế</label>'
            f'<textarea class="form-control" id="{name}" name="{name}" rows="2" maxlength="1000">\n'
            f"{escape(line.explanation)}</textarea>"
        )
    return f'<div class="q-wide">{_asked(line)}{warning}{box}</div>'


# --- Beside the lines ------------------------------------------------------------------------------------------------


def todo(missing, to_mend) -> SafeString:
    """The list of what keeps the report from being sent, each led to its input."""
    rows = [(_TODO, "", line) for line in missing] + [(_BEHIND, "Sửa: ", line) for line in to_mend]
    return mark_safe(
        "".join(
            [
                f'<li><a href="#{line.anchor}">{drawn}<span>{word}{escape(line.missing_label)}</span></a></li>'
                for drawn, word, line in rows
            ]
        )
    )


def headings(rows, chosen) -> SafeString:
    """Options of a choice among the plan's headings."""
    return options([(row.ref, f"{row.ref} {row.title}") for row in rows], chosen)


# --- What all lines have ---------------------------------------------------------------------------------------------


def _error(line) -> str:
    """Its message as a sentence of its own."""
    text = line.error
    if not text:
        return ""
    text = f"{text[0].upper()}{text[1:]}"
    return escape(text if text.endswith((".", "?")) else f"{text}.")


def _feedback(error, name, css="") -> str:
    return f'<div class="invalid-feedback{css}" id="{name}">{error}</div>' if error else ""


def _invalid(error, name) -> str:
    return f' aria-invalid="true" aria-describedby="{name}"' if error else ""


def _missing(name, line, words) -> str:
    return f'<span class="q-missing" data-missing="{name}"{"" if line.is_blank else " hidden"}>{_TODO} {words}</span>'


def _asked(line) -> str:
    return "".join([_by_template("reports/_asked.html", note=note, pinned=True) for note in line.notes])


def _by_template(name, **context) -> str:
    """What few lines have."""
    return get_template(name).render(context)
