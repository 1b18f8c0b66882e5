"""Reads the file of a plan and says everything that is wrong with it, before anything is written.

The file is YAML (``targets/plans``). Rows become model instances that were never saved, so that what a field takes,
its choices, lengths and types, is said once, in the models; what binds rows together is checked here.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.db import models

from targets import refs
from targets.models import Heading, Passage, Plan, Target, Task
from units import vietnamese
from units.models import Unit


class BadPlan(Exception):
    """The file cannot be loaded. ``problems``: lines in Vietnamese, each naming the row and the key."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass
class Draft:
    """A whole plan that holds together, not yet saved. Rows that point at others carry codes and refs beside them."""

    plan: Plan = None
    coordinator: str = ""
    units: list[Unit] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    passages: list[tuple[Passage, str, list[str]]] = field(default_factory=list)  # heading ref ("" = none), units
    targets: list[tuple[Target, list[str], str]] = field(default_factory=list)  # units that report, coordinator
    tasks: list[tuple[Task, str, str]] = field(default_factory=list)  # unit, heading ref
    # Target code → how the registry counts it; what the keys mean is the registry's to say.
    counting: dict[str, dict] = field(default_factory=dict)


# Section → keys a row must have, keys it may have. Keys that are fields bear the field's name.
_PLAN = (
    "number title issued_on issued_by signed_by first_year last_year coordinator due_day due_month_of_quarter"
    " roll_weekends",
    "signatory_post received_number received_on received_by return_working_days on_track_margin odd_factor"
    " school_year_month school_year_day remind_before remind_after",
)
_UNIT = (
    "code kind group ref name",
    "short_name is_state_body files_reports publishes_articles allocates_budget drafts_emulation has_head_step"
    " authority letter_parent letter_name letter_place letter_symbol letter_signature letter_recipients is_active"
    " valid_from valid_to",
)
_TARGET = (
    "code ref title theme measure basis over_time over_units source unit_label by coordinator rule",
    "threshold numerator_label denominator_label due_on yearly_due_month yearly_due_day parts base_year base_value"
    " counting portal",
)
_TASK = ("ref units heading title text", "is_requested")
_HEADING = ("ref title wording paragraphs", "")
_PARAGRAPH = ("ref text", "title units")
_PASSAGES = {
    "basis": Passage.Kind.BASIS,
    "directions": Passage.Kind.DIRECTION,
    "objectives": Passage.Kind.OBJECTIVE,
    "rules": Passage.Kind.RULE,
    "recipients": Passage.Kind.RECIPIENT,
}
_SECTIONS = ["plan", "scopes", *_PASSAGES, "goals", "solutions", "units", "targets", "tasks"]
_LISTS = {"paragraphs", "units", "by", "parts", "remind_before", "remind_after"}
_MAPS = {"counting"}


def read(path: Path) -> Draft:
    """The plan in the file at ``path``. Raises BadPlan with all that is wrong."""
    reader = _Reader(_parse(path))
    draft = reader.draft()
    if reader.problems:
        raise BadPlan(reader.problems)
    return draft


# The parser written in C where the package has it: five times as fast.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML without its two traps: a key written twice silently wins, a decimal becomes a float."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        for key, times in Counter(keys).items():
            if times > 1:
                raise yaml.constructor.ConstructorError(None, None, f"khóa {key} viết hai lần", node.start_mark)
        return super().construct_mapping(node, deep)

    def construct_decimal(self, node):
        try:
            return Decimal(self.construct_scalar(node))
        except InvalidOperation:
            problem = f"{node.value} không phải là số"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from None


_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.construct_decimal)


def _parse(path: Path) -> dict:
    try:
        found = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    except OSError as error:
        raise BadPlan([f"Không đọc được tệp {path}: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        raise BadPlan([f"Tệp {path} không phải văn bản UTF-8."]) from error
    # A day that no month has (2017-02-30) reaches us as a ValueError.
    except (yaml.YAMLError, ValueError) as error:
        raise BadPlan([f"Tệp {path} không đúng dạng YAML: {error}"]) from error
    if not isinstance(found, dict):
        raise BadPlan([f"Tệp {path} phải là các mục có tên: {', '.join(_SECTIONS)}."])
    return found


class _Reader:
    def __init__(self, data: dict):
        self.data = data
        self.problems: list[str] = []
        self.paragraphs: dict[str, str] = {}  # ref → text, of everything a target may quote
        self.scopes: dict[str, list[str]] = {}  # name → unit codes
        self.codes: set[str] = set()

    def wrong(self, row: str, key: str, problem: str) -> None:
        self.problems.append(f"{row}, khóa {key}: {problem}")

    def draft(self) -> Draft:
        for name in _SECTIONS:
            if name not in self.data:
                self.problems.append(f"Thiếu mục {name}.")
        for name in self.data:
            if name not in _SECTIONS:
                self.problems.append(f"Không có mục nào tên {name}.")
        draft = Draft()
        self._plan(draft)
        self._units(draft)
        self._scopes(draft)
        self._passages(draft)
        self._solutions(draft)
        self._tasks(draft)
        self._targets(draft)
        return draft

    # ------------------------------------------------------------ rows and fields

    def rows(self, section, keys, *, within=None, name="ref"):
        """(label, row) of each row of a section, with the keys it must have and no others."""
        listed = self.data.get(section, []) if within is None else within
        if not isinstance(listed, list):
            self.problems.append(f"Mục {section} phải là danh sách.")
            return
        for place, row in enumerate(listed, 1):
            label = f"{section}, dòng {place}"
            if not isinstance(row, dict):
                self.problems.append(f"{label}: phải gồm các khóa và giá trị.")
                continue
            if row.get(name):
                label += f" ({row[name]})"
            if self._has_keys(label, row, *keys):
                yield label, row

    def _has_keys(self, label, row, required, optional) -> bool:
        required, optional = required.split(), optional.split()
        before = len(self.problems)
        for key in required:
            if row.get(key) in (None, "", []):
                self.wrong(label, key, "thiếu.")
        for key, value in row.items():
            if key not in required + optional:
                self.wrong(label, key, "không có khóa này.")
            elif key in _LISTS and not isinstance(value, list):
                self.wrong(label, key, "phải là danh sách.")
            elif key in _MAPS and not isinstance(value, dict):
                self.wrong(label, key, "phải gồm các khóa và giá trị.")
            elif key not in _LISTS | _MAPS and isinstance(value, list | dict):
                self.wrong(label, key, "phải là một giá trị.")
        return len(self.problems) == before

    def instance(self, model, label, row, **derived):
        """An unsaved ``model`` of the keys of ``row`` that are its fields, checked field by field and as a whole."""
        fields = {f.name for f in model._meta.concrete_fields if not f.is_relation}
        values = {}
        for key, value in {**row, **derived}.items():
            if key in fields and value is not None:
                values[key] = _clean(value)
        made = model(**values)
        try:
            made.clean_fields(exclude=[f.name for f in model._meta.fields if f.name not in values])
            made.clean()
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                said = f"{row[key]}: " if isinstance(row.get(key), str | int | float | dt.date) else ""
                self.wrong(label, key, said + " ".join(messages))
            return None
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint):
                try:
                    constraint.validate(model, made)
                except ValidationError:
                    for key in sorted(_names(constraint.condition)):
                        self.wrong(label, key, f"{getattr(made, key)} ngoài phạm vi cho phép.")
                    return None
        return made

    def unique(self, seen: set, label, key, value) -> bool:
        if value in seen:
            self.wrong(label, key, f"{value} đã có ở dòng khác.")
            return False
        seen.add(value)
        return True

    def codes_of(self, label, key, named) -> list[str]:
        """Unit codes of a list of codes and names of scopes, each once, in order."""
        found = []
        for name in map(str, named):
            if name in self.scopes:
                found += self.scopes[name]
            elif name in self.codes:
                found.append(name)
            else:
                self.wrong(label, key, f"không có đơn vị hay nhóm nào là {name}.")
        return list(dict.fromkeys(found))

    # ------------------------------------------------------------ sections

    def _plan(self, draft):
        row = self.data.get("plan")
        if not isinstance(row, dict):
            self.problems.append("Mục plan phải gồm các khóa và giá trị.")
        elif self._has_keys(f"plan ({row.get('number')})", row, *_PLAN):
            draft.plan = self.instance(Plan, f"plan ({row['number']})", row)
            draft.coordinator = row["coordinator"]

    def _units(self, draft):
        seen = set()
        for place, (label, row) in enumerate(self.rows("units", _UNIT, name="code"), 1):
            default_from = draft.plan.issued_on if draft.plan else dt.date.min
            unit = self.instance(
                Unit,
                label,
                {"short_name": row["name"], "valid_from": default_from} | row,
                # Room for a unit that an administrator puts in between.
                order=place * 10,
            )
            if unit and self.unique(seen, label, "code", unit.code):
                unit.fold()
                draft.units.append(unit)
        self.codes = {unit.code for unit in draft.units}
        if draft.plan and draft.coordinator not in self.codes:
            self.wrong(f"plan ({draft.plan.number})", "coordinator", f"không có đơn vị nào là {draft.coordinator}.")

    def _scopes(self, draft):
        scopes = self.data.get("scopes", {})
        if not isinstance(scopes, dict):
            self.problems.append("Mục scopes phải gồm tên nhóm và các tính chất.")
            return
        for name, properties in scopes.items():
            label = f"scopes ({name})"
            if not isinstance(properties, dict) or not properties:
                self.problems.append(f"{label}: phải gồm các tính chất của đơn vị.")
                continue
            unknown = [key for key in properties if key not in " ".join(_UNIT).split()]
            for key in unknown:
                self.wrong(label, key, "đơn vị không có tính chất này.")
            if not unknown:
                self.scopes[name] = [
                    unit.code
                    for unit in draft.units
                    if unit.is_active and all(getattr(unit, key) == value for key, value in properties.items())
                ]

    def _passages(self, draft):
        for section, kind in _PASSAGES.items():
            seen = set()
            for label, row in self.rows(section, _PARAGRAPH):
                self._passage(draft, label, row, kind, order=len(seen) + 1, seen=seen)
        for label, row in self.rows("goals", _PARAGRAPH):
            self._quotable(label, row["ref"], row["text"])

    def _passage(self, draft, label, row, kind, *, order, seen, heading=""):
        passage = self.instance(Passage, label, row, kind=kind, order=order)
        units = self.codes_of(label, "units", row.get("units", []))
        if passage and self.unique(seen, label, "ref", passage.ref):
            self._quotable(label, passage.ref, passage.text)
            draft.passages.append((passage, heading, units))

    def _quotable(self, label, ref, text):
        text = str(_clean(text))
        if self.paragraphs.setdefault(str(ref), text) != text:
            self.wrong(label, "ref", f"{ref} đã là của đoạn khác.")

    def _solutions(self, draft):
        headings, paragraphs = set(), set()
        for place, (label, row) in enumerate(self.rows("solutions", _HEADING), 1):
            heading = self.instance(Heading, label, row, order=place)
            if not heading or not self.unique(headings, label, "ref", heading.ref):
                continue
            draft.headings.append(heading)
            for inner, paragraph in self.rows(f"solutions ({row['ref']})", _PARAGRAPH, within=row["paragraphs"]):
                order = len(paragraphs) + 1
                self._passage(
                    draft, inner, paragraph, Passage.Kind.SOLUTION, order=order, seen=paragraphs, heading=heading.ref
                )

    def _tasks(self, draft):
        headings = {heading.ref for heading in draft.headings}
        seen, numbers = set(), Counter()
        for label, row in self.rows("tasks", _TASK):
            if row["heading"] not in headings:
                self.wrong(label, "heading", f"không có đề mục nào là {row['heading']}.")
                continue
            self._quotable(label, row["ref"], row["text"])
            for code in self.codes_of(label, "units", row["units"]):
                numbers[code] += 1
                task = self.instance(
                    Task,
                    label,
                    row,
                    code=f"{code}-{numbers[code]:02d}",
                    wording=str(row["text"]),
                    order=len(draft.tasks) + 1,
                )
                if task and self.unique(seen, label, "ref", (code, task.ref)):
                    draft.tasks.append((task, code, row["heading"]))

    def _targets(self, draft):
        seen = set()
        for place, (label, row) in enumerate(self.rows("targets", _TARGET, name="code"), 1):
            cited = refs.split(str(row["ref"]))
            for ref in cited:
                if ref not in self.paragraphs:
                    self.wrong(label, "ref", f"không có đoạn nào là {ref}.")
            # Two places of the plan may say the same in the same words.
            wording = "\n\n".join(dict.fromkeys(self.paragraphs.get(ref, ref) for ref in cited))
            target = self.instance(Target, label, row, order=place, wording=wording)
            units = self.codes_of(label, "by", row["by"])
            if row["coordinator"] not in self.codes:
                self.wrong(label, "coordinator", f"không có đơn vị nào là {row['coordinator']}.")
            if target and self.unique(seen, label, "code", target.code):
                draft.targets.append((target, units, row["coordinator"]))
                if isinstance(row.get("counting"), dict):
                    draft.counting[target.code] = row["counting"]


def _clean(value):
    return vietnamese.clean_text(value).strip() if isinstance(value, str) else value


def _names(condition) -> set[str]:
    """Names of the fields that a constraint's Q compares."""
    found = set()
    for child in condition.children:
        found |= _names(child) if isinstance(child, models.Q) else {child[0].split("__")[0]}
    return found
