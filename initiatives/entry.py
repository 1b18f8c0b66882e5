"""What is typed of a record: the fields that its kind asks for, read, checked and kept whatever is wrong with them."""

import datetime as dt
from dataclasses import dataclass, field

from initiatives import choices, evidence as proofs, organisations
from initiatives.choices import Boxes
from initiatives.kinds import ASKS, Asks, EventType, Kind, Level
from initiatives.models import Activity
from targets.models import Plan
from units.models import Unit
from units.vietnamese import DateError, NumberError, clean_text, fold, format_date, parse_date, parse_number

TITLE_LIMIT, SUMMARY_LIMIT = 200, 4000
MOST_PEOPLE = 1_000_000
# Something that lasts beyond today ends some day soon; a year further on is a slip of the pen.
ENDS_WITHIN = dt.timedelta(days=5 * 366)
# What a school or an office has had since before the plan counts as long as it is there.
LASTING = frozenset({Kind.CLUB, Kind.PROCEDURE})
# What offices record day by day comes first.
MOST_USED = (Kind.MODEL, Kind.SUPPORT, Kind.EVENT, Kind.ARTICLE, Kind.TRAINING, Kind.OUTREACH)
IN_ORDER = (*MOST_USED, *(kind for kind in Kind if kind not in MOST_USED))
# All that a person may change who publishes an article of another unit.
WORDING = ("title", "article_type", "summary")

_SELECTS = {
    "event_type": EventType.choices,
    "level": Level.choices,
    "article_type": Activity.ArticleType.choices,
    "service_level": [("3", "Mức độ 3"), ("4", "Mức độ 4")],
}
_CHECKS = {
    "is_effective": "Đã dùng thật và nêu được kết quả; chỉ mô hình có hiệu quả mới tính vào chỉ tiêu.",
    "is_procedure": "",
    "is_direct": "Làm tại chỗ với từng doanh nghiệp, không phải hội nghị chung.",
    "is_transfer_request": "",
    "on_website": "",
    "in_print": "",
}
_LABELS = {
    "event_type": "Hình thức",
    "level": "Cấp",
    "article_type": "Thể loại",
    "service_level": "Mức độ",
    "participants": "Số người tham gia",
    "is_effective": "Có hiệu quả",
    "is_procedure": "Ứng dụng công nghệ thông tin vào thủ tục hành chính",
    "is_direct": "Hỗ trợ trực tiếp",
    "is_transfer_request": "Có yêu cầu chuyển giao",
    "on_website": "Đề nghị đăng trên Trang tin điện tử",
    "in_print": "Đề nghị đăng trên Tờ tin Quận 4",
}


@dataclass
class Input:
    """One line of the form. ``typed`` is what stands in it, readable or not."""

    name: str
    label: str
    widget: str = "text"  # text | date | number | select | check | area
    hint: str = ""
    typed: str = ""
    error: str = ""
    is_required: bool = False
    choices: list = field(default_factory=list)
    limit: int = 0


@dataclass
class Entry:
    """``only``: of all fields the few that this person may change. ``values``: what could be read, by field."""

    kind: Kind
    unit: Unit
    on: dt.date
    plans: list[Plan]
    inputs: dict[str, Input]
    boxes: dict[str, Boxes]
    headings: dict
    only: tuple[str, ...] = ()
    published_on: dt.date | None = None  # of an article that came out
    values: dict = field(default_factory=dict)
    organisations: list = field(default_factory=list)  # organisations.Row
    evidence: proofs.Rows = field(default_factory=proofs.Rows)

    @property
    def asks(self) -> Asks:
        return ASKS[self.kind]

    @property
    def names_organisations(self) -> bool:
        return "organisations" in self.asks.fields and not self.only

    def _inputs(self, *names) -> list[Input]:
        return [self.inputs[name] for name in names if name in self.inputs]

    @property
    def lead(self) -> list[Input]:
        return self._inputs("title", "starts_on")

    @property
    def asked(self) -> list[Input]:
        """What this kind asks for beside what every kind does."""
        return self._inputs(*self.asks.fields)

    @property
    def named(self) -> list[Boxes]:
        return [self.boxes[name] for name in ("schools", "trainees") if name in self.boxes]

    @property
    def more(self) -> list[Input]:
        return self._inputs("ends_on", "summary")

    @property
    def has_more(self) -> bool:
        """Whether the fold has something that must be seen."""
        return any(one.typed or one.error for one in self.more)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(anchor, message) of everything wrong, in the order of the page."""
        partners = [self.boxes["partners"]] if "partners" in self.boxes else []
        return [
            *_errors(self.lead),
            *(problem for row in self.organisations for problem in row.problems),
            *_errors([*self.asked, *self.named]),
            *self.evidence.problems,
            *_errors([*self._inputs("heading"), *partners, *self.more]),
        ]

    def picked(self, name) -> set[int]:
        """Primary keys of what is ticked."""
        return {one.pk for one in self.boxes[name].picked} if name in self.boxes else set()

    # --- Reading -----------------------------------------------------------------------------------------------------

    def read(self, post, files, *, by) -> None:
        """Fill the form from a POST. What is wrong with it stands in ``problems``; nothing is raised."""
        for one in self.inputs.values():
            typed = clean_text(post.get(one.name, ""))
            one.typed = typed.strip() if one.widget == "area" else " ".join(typed.split())
            one.error = ""
            self._read(one)
        for box in self.boxes.values():
            box.chosen = {clean_text(value) for value in post.getlist(box.name)}
            if box.chosen - set(box.choices):
                box.error = f"{box.label}: chọn trong danh sách."
        if self.names_organisations:
            self.organisations = organisations.read_rows(post)
            if "organisations" in self.asks.required and not self.organisations:
                row = organisations.Row(1, errors={"name": "ghi ít nhất một tổ chức, doanh nghiệp"})
                self.organisations = [row]
        if not self.only:
            self.evidence = proofs.read(post, files, by=by)
        self._check_days()

    def _read(self, one):
        read = {
            "date": self._read_date, "number": self._read_number, "select": self._read_select, "check": self._read_check
        }.get(one.widget, self._read_text)  # fmt: skip
        if one.is_required and not one.typed:
            one.error = f"{_verb(one)} {one.label[:1].lower()}{one.label[1:]}."
        else:
            read(one)

    def _read_text(self, one):
        if len(one.typed) > one.limit:
            one.error = f"{one.label} dài {len(one.typed)} ký tự, quá {one.limit}; rút gọn lại."
        self.values[one.name] = one.typed

    def _read_date(self, one):
        self.values[one.name] = None
        if one.typed:
            try:
                self.values[one.name] = parse_date(one.typed)
            except DateError as error:
                one.error = f"{one.label}: {error}"

    def _read_number(self, one):
        self.values[one.name] = None
        if one.typed:
            try:
                number = int(parse_number(one.typed, places=0))
            except NumberError as error:
                one.error = f"{one.label}: {error}"
                return
            if number < 0:
                one.error = f"{one.label}: số âm, nhập từ 0 trở lên."
            elif number > MOST_PEOPLE:
                one.error = f"{one.label}: nhiều quá 1.000.000, xem lại số đã nhập."
            self.values[one.name] = number

    def _read_select(self, one):
        if one.typed and one.typed not in dict(one.choices):
            one.error = f"{one.label}: chọn trong danh sách."
        elif one.name == "heading":
            self.values["heading"] = self.headings.get(one.typed)
        elif one.name == "service_level":
            self.values["service_level"] = int(one.typed) if one.typed else None
        else:
            self.values[one.name] = one.typed

    def _read_check(self, one):
        self.values[one.name] = bool(one.typed)

    def _check_days(self):
        """Only days that could be read are left to judge."""
        day, end = self.inputs.get("starts_on"), self.inputs.get("ends_on")
        starts_on, ends_on = self.values.get("starts_on"), self.values.get("ends_on")
        if day and starts_on:
            first = dt.date(self.plans[0].first_year, 1, 1) if self.plans else None
            if starts_on > self.on:
                day.error = f"{day.label}: ngày {format_date(starts_on)} chưa đến. Sổ chỉ ghi việc đã làm."
            elif first and starts_on < first and self.kind not in LASTING:
                day.error = (
                    f"{day.label}: ngày {format_date(starts_on)} trước giai đoạn của Kế hoạch ({first.year}), "
                    "không ghi vào sổ này."
                )
            elif self.published_on and starts_on > self.published_on:
                day.error = f"{day.label}: bài đăng ngày {format_date(self.published_on)}, ngày viết không thể sau đó."
        if end and starts_on and ends_on:
            if ends_on < starts_on:
                end.error = f"{end.label}: ngày {format_date(ends_on)} trước ngày bắt đầu; sửa một trong hai ngày."
            elif ends_on > self.on + ENDS_WITHIN:
                end.error = f"{end.label}: ngày {format_date(ends_on)} còn quá xa, xem lại năm."

    # --- Comparing ---------------------------------------------------------------------------------------------------

    def changed(self, activity: Activity) -> list[str]:
        """Names of the fields in which the form differs from the record, organisations and evidence left out."""
        found = [name for name, value in self.values.items() if getattr(activity, name) != value]
        found += [
            name
            for name in self.boxes
            if set(getattr(activity, name).values_list("pk", flat=True)) != self.picked(name)
        ]
        return found

    def says_the_same(self, activity: Activity) -> bool:
        """Whether the record says all that the form says: the form was handed in twice."""
        names = {fold(one.name) for one in activity.organisations.all()}
        held = set(activity.evidence.values_list("sha256", "link"))
        return (
            not self.changed(activity)
            and {fold(row.name) for row in self.organisations} == names
            and {(item.sha256, item.link) for item in self.evidence.items()} == held
        )


def _errors(lines) -> list[tuple[str, str]]:
    return [(one.name, one.error) for one in lines if one.error]


def _verb(one) -> str:
    return "Chọn" if one.widget == "select" else "Ghi"


# --- The forms -------------------------------------------------------------------------------------------------------


def blank(kind: Kind, unit: Unit, on: dt.date) -> Entry:
    """The form for a new record. Two queries for the plan, one for each list that it offers."""
    return _form(kind, unit, on)


def of(activity: Activity, on: dt.date, *, only=()) -> Entry:
    """The form with what stands in the record."""
    entry = _form(activity.kind, activity.unit, on, activity, only)
    for one in entry.inputs.values():
        one.typed = _typed(getattr(activity, one.name))
    for name, box in entry.boxes.items():
        named = set(getattr(activity, name).values_list("pk", flat=True))
        box.chosen = {value for value, one in box.choices.items() if one.pk in named}
    if entry.names_organisations:
        entry.organisations = organisations.rows_of(activity.organisations.select_related("merged_into"))
    return entry


def _typed(value) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, dt.date):
        return format_date(value)
    return value.ref if hasattr(value, "ref") else str(value)


@dataclass(frozen=True)
class Lists:
    """What every form of a day offers, looked up once for the rows of a whole sheet: two queries."""

    plans: list[Plan]
    headings: list

    @classmethod
    def of(cls, on: dt.date) -> "Lists":
        plans = choices.plans(on)
        return cls(plans, choices.headings(plans[-1] if plans else None))


def bare(kind: Kind, unit: Unit, on: dt.date, lists: Lists, activity: Activity | None = None) -> Entry:
    """The form without units and people to tick: what a row of a sheet says is judged as what is typed. No query."""
    return _form(kind, unit, on, activity, lists=lists, ticks=False)


def _form(kind, unit, on, activity=None, only=(), lists=None, ticks=True) -> Entry:
    kind = Kind(kind)
    asks = ASKS[kind]
    lists = lists or Lists.of(on)
    plans = lists.plans
    headings = {row.ref: row for row in lists.headings}
    if activity and activity.heading:
        headings.setdefault(activity.heading.ref, activity.heading)
    inputs = [
        Input("title", "Tên", hint=asks.hint, is_required=True, limit=TITLE_LIMIT),
        Input("starts_on", asks.day_label, "date", is_required=True),
    ]
    for name in asks.fields:
        if name in _SELECTS:
            inputs.append(
                Input(name, _LABELS[name], "select", is_required=name in asks.required, choices=_SELECTS[name])
            )
        elif name in _CHECKS:
            inputs.append(Input(name, _LABELS[name], "check", hint=_CHECKS[name]))
        elif name == "participants":
            inputs.append(Input(name, _LABELS[name], "number"))
    shown = [(ref, f"{ref} {row.title}") for ref, row in headings.items()]
    inputs.append(Input("heading", "Đề mục của Kế hoạch", "select", choices=shown))
    if asks.has_end:
        inputs.append(Input("ends_on", "Đến ngày", "date", hint="Để trống nếu chỉ một ngày, hoặc còn đang tiếp tục."))
    inputs.append(Input("summary", "Tóm tắt", "area", hint="Cách làm, kết quả, ai được lợi.", limit=SUMMARY_LIMIT))
    if kind == Kind.ARTICLE and not activity:
        # Most of what is written is one, and only articles count for the target.
        next(one for one in inputs if one.name == "article_type").typed = Activity.ArticleType.ARTICLE.value
    published_on = activity.published_on if activity and kind == Kind.ARTICLE else None
    # Where it came out is told by who published it.
    settled = {"on_website", "in_print"} if published_on else set()
    inputs = {one.name: one for one in inputs if one.name not in settled and (not only or one.name in only)}
    boxes = _boxes(kind, unit, on, activity) if ticks and not only else {}
    return Entry(kind, unit, on, plans, inputs, boxes, headings, tuple(only), published_on)


def _boxes(kind, unit, on, activity) -> dict[str, Boxes]:
    def named(name):
        return list(getattr(activity, name).values_list("pk", flat=True)) if activity else []

    found = []
    if "schools" in ASKS[kind].fields:
        found.append(Boxes("schools", "Trường tham gia", choices.schools(on, named("schools"))))
    if "trainees" in ASKS[kind].fields:
        groups = choices.in_charge(on, named("trainees"))
        found.append(Boxes("trainees", "Cán bộ, lãnh đạo phụ trách đã dự", groups))
    groups = choices.partners(unit, on, named("partners"))
    found.append(Boxes("partners", "Đơn vị cùng làm", groups, hint="Việc được tính cho cả các đơn vị này."))
    return {box.name: box for box in found}
