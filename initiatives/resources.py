"""Records of the registry, as sheets bring them in and take them out."""

import datetime as dt
import re

from django.db.models import Q
from django.utils.datastructures import MultiValueDict

from initiatives import entry as forms, organisations, permissions
from initiatives.activities import MOVES
from initiatives.kinds import ASKS, EventType, Kind, Level
from initiatives.models import Activity, Organisation
from initiatives.organisation_resource import Key, fold_again, of_office
from units import audit
from units.importing.columns import Choice, Column, Day, KeyOf, Keys, Text, UnitKey, Whole, YesNo
from units.importing.resource import CHANGED, SAME, SheetResource
from units.models import Unit, User
from units.moves import Refused
from units.vietnamese import fold, format_date

State = Activity.State

_ORGANISATION = re.compile(r"(.+?)\s*\((?:MST:?\s*)?(\d[\d\s.-]{8,16})\)", re.IGNORECASE)
_FLAGS = {
    "is_effective": ("Có hiệu quả", ("Hiệu quả",)),
    "is_procedure": ("Vào thủ tục hành chính", ("Ứng dụng công nghệ thông tin vào thủ tục hành chính",)),
    "is_direct": ("Hỗ trợ trực tiếp", ()),
    "is_transfer_request": ("Có yêu cầu chuyển giao", ()),
    "on_website": ("Trên Trang tin điện tử", ("Trang tin điện tử", "Website")),
    "in_print": ("Trên Tờ tin Quận 4", ("Tờ tin",)),
}
_BLANK = (None, "", False, frozenset())


class ActivityResource(SheetResource):
    """Records enter as recorded by who takes the sheet in; somebody else of the office confirms them (domain §5).

    What a unit recorded is the unit's to change: of stored records a sheet mends those alone that the same person
    took in. Found by the portal's number, else as the form finds a record that is there already: unit, kind, name, day.
    """

    slug, subject = "so-theo-doi", "Sổ theo dõi"
    lede = "Một dòng một việc đã làm. Bản ghi nhập vào chờ người khác của Phòng Kinh tế xác nhận rồi mới được tính."
    key = ("unit", "kind", "title", "starts_on")
    sets = ("partners", "schools", "organisations", "trainees")

    code = Column("pk", "Mã sổ", Key("SO"), aliases=("Mã bản ghi",), hint="Để trống với việc mới.")
    unit = Column("unit_id", "Đơn vị", UnitKey(), aliases=("Mã đơn vị", "Đơn vị ghi", "Đơn vị thực hiện"),
                  required=True, dated_by="starts_on", example="P1",
                  hint="Mã, hoặc tên đúng vào ngày ghi ở dòng ấy.")  # fmt: skip
    kind = Column("kind", "Loại việc", Choice(Kind.choices), aliases=("Loại", "Loại hoạt động"), required=True,
                  example="Mô hình ứng dụng")  # fmt: skip
    title = Column("title", "Tên việc", Text(forms.TITLE_LIMIT), aliases=("Tên", "Nội dung", "Tên hoạt động"),
                   required=True, example="Lấy số thứ tự trực tuyến tại bộ phận một cửa")  # fmt: skip
    starts_on = Column("starts_on", "Ngày", Day(), aliases=("Từ ngày", "Ngày thực hiện", "Ngày tổ chức"), required=True,
                       example="05/03/2018")  # fmt: skip
    ends_on = Column("ends_on", "Đến ngày", Day(), aliases=("Ngày kết thúc",))
    summary = Column("summary", "Tóm tắt", Text(forms.SUMMARY_LIMIT, lines=True), aliases=("Kết quả", "Mô tả"))
    heading = Column("heading_id", "Đề mục của Kế hoạch", KeyOf(), aliases=("Đề mục",), example="III.1.a")
    event_type = Column("event_type", "Hình thức", Choice(EventType.choices))
    level = Column("level", "Cấp", Choice(Level.choices))
    article_type = Column("article_type", "Thể loại", Choice(Activity.ArticleType.choices))
    service_level = Column("service_level", "Mức độ", Whole(3, 4), aliases=("Mức độ dịch vụ công",))
    participants = Column("participants", "Số người tham gia", Whole(0, forms.MOST_PEOPLE), aliases=("Số lượt người",))
    is_effective, is_procedure, is_direct, is_transfer_request, on_website, in_print = (
        Column(name, label, YesNo(), aliases=aliases) for name, (label, aliases) in _FLAGS.items()
    )
    partners = Column("partners", "Đơn vị cùng làm", Keys(), aliases=("Đơn vị phối hợp",), dated_by="starts_on",
                      example="P2; PKT")  # fmt: skip
    schools = Column("schools", "Trường", Keys(), aliases=("Trường tham gia",), dated_by="starts_on")
    organisations = Column(
        "organisations", "Tổ chức, doanh nghiệp", Keys(), aliases=("Doanh nghiệp", "Tổ chức"),
        example="Công ty TNHH May Thử (0301234567)",
        hint="Cách nhau bằng dấu chấm phẩy, mã số thuế trong ngoặc; tổ chức chưa có thì được thêm.",
    )  # fmt: skip
    trainees = Column("trainees", "Cán bộ được bồi dưỡng", Keys(), hint="Tên đăng nhập, cách nhau bằng dấu chấm phẩy.")

    class Meta(SheetResource.Meta):
        model = Activity
        import_id_fields = ("code",)

    may_import = staticmethod(of_office)
    unwritten = frozenset({"code", "organisations"})

    # --- Looking up ---

    def start(self, *, by, on):
        super().start(by=by, on=on)
        self.lists = forms.Lists.of(on)
        self.known = organisations.Known()
        self.fresh: dict[str, organisations.Row] = {}
        self.people = dict(User.objects.values_list("pk", "username"))
        self.by_name = {name.lower(): pk for pk, name in self.people.items()}
        headings = {row.pk: row.ref for row in self.lists.headings}
        refs = {fold(ref): pk for pk, ref in headings.items()}

        def heading(text, day=None):
            if pk := refs.get(fold(text)):
                return pk
            raise ValueError(f"không có đề mục “{text[:20]}” trong Kế hoạch: ghi như III.1.a, hoặc để trống.")

        def person(text, day=None):
            if pk := self.by_name.get(text.lower()):
                return pk
            raise ValueError(f"không có tài khoản “{text[:40]}”: ghi tên đăng nhập, như trang Phân công.")

        self._serve("heading", heading, lambda pk: headings.get(pk, ""))
        self._serve("trainees", person, self.people.get)
        self._serve("organisations", self._organisation, self._organisation_name)
        for name in ("partners", "schools"):
            self._serve(name, self.units.find, lambda pk: self.units.rows[pk].code)

    def _serve(self, name, find, name_of):
        widget = self.fields[name].widget
        widget.find, widget.name = find, name_of

    def _organisation(self, text, day=None):
        """The key of the organisation, or of one to be taken up the words by which ``fresh`` keeps it."""
        match = _ORGANISATION.fullmatch(text)
        row = organisations.Row(1, *(match.groups() if match else (text, "")))
        organisations.check(row)
        try:
            one = None if row.errors else self.known.find(row)
        except Refused:
            one = None
        if row.errors:
            raise ValueError(f"“{row.name[:60]}”: {next(iter(row.errors.values()))}.")
        if one is not None:
            return one.pk
        word = f"{row.name} ({row.tax})" if row.tax else row.name
        self.fresh.setdefault(fold(word), row)
        return fold(word)

    def _organisation_name(self, key):
        row = self.fresh.get(key)
        one = row or self.known.rows[key]
        tax = row.tax if row else one.tax_code
        return f"{one.name} ({tax})" if tax else one.name

    def stored(self, rows):
        if not rows:
            return Activity.objects.order_by("starts_on", "pk")
        days = [row.value("starts_on") for row in rows if row.value("starts_on")]
        codes = [row.value("code") for row in rows if row.value("code")]
        span = Q(starts_on__range=(min(days), max(days))) if days else Q(pk__in=())
        return Activity.objects.filter(span | Q(pk__in=codes)).order_by("pk")

    def visible(self):
        return self.stored([]).exclude(state=State.WITHDRAWN)

    def find(self, rows, *, hold=False):
        stored = self.stored(rows)
        by_pk, by_key = {}, {}
        for one in stored.select_for_update(of=("self",)) if hold else stored:
            by_pk[one.pk] = one
            if one.state != State.WITHDRAWN:
                by_key.setdefault(self.stored_key(one), one)
        seen = {}
        for row in rows:
            key = self.key_of(row)
            if code := row.value("code"):
                row.instance = by_pk.get(code)
                if row.instance is None:
                    row.wrong("code", f"Không có bản ghi SO-{code}: để trống nếu là việc mới.")
            else:
                row.instance = by_key.get(key) if key else None
            key = row.instance.pk if row.instance else key
            if key and key in seen:
                row.wrong("title", f"Trùng với dòng {seen[key]}: cùng đơn vị, loại, tên và ngày; bỏ bớt một dòng.")
            seen.setdefault(key, row.number)

    def same_key(self, values):
        unit, kind, title, day = values
        return unit, kind, fold(title), day

    # --- Judging ---

    def compare(self, rows):
        for row in rows:
            if row.instance is not None and not row.value("code"):
                row.values["title"] = row.instance.title  # it was found by it, accents and case aside
        super().compare(rows)

    @property
    def read_only(self):
        return frozenset({"code"})

    def members(self, name, rows):
        found = super().members(name, rows)
        if name != "organisations":
            return found
        now = {pk: one.merged_into_id or pk for pk, one in self.known.rows.items()}
        return {pk: frozenset(now[member] for member in held) for pk, held in found.items()}

    def check(self, row):
        if row.state == SAME:
            return
        kind = row.full("kind")
        if row.state == CHANGED:
            self._check_mending(row)
        form = forms.bare(kind, self.units.rows[row.full("unit")], self.on, self.lists, row.instance)
        form.read(self._typed(row, form), MultiValueDict(), by=self.by)
        columns = {"published_on": "starts_on"}
        for anchor, text in form.problems:
            name = "organisations" if anchor.startswith("org-") else columns.get(anchor, anchor)
            row.wrong(name if name in self.fields else "", text)
        for name in (*_FLAGS, *self.sets, "event_type", "level", "article_type", "service_level", "participants",
                     "ends_on"):  # fmt: skip
            if name == "partners":
                continue  # of every kind
            has = ASKS[Kind(kind)].has_end if name == "ends_on" else name in ASKS[Kind(kind)].fields
            if not has and row.value(name) not in _BLANK:
                label = self.fields[name].label
                row.wrong(name, f"Loại “{Kind(kind).label}” không có “{label}”: để trống ô này.")
        self._check_named(row)
        row.notes += [f"Thêm tổ chức mới: {self.fresh[key].name}" for key in row.value("organisations") or ()
                      if key in self.fresh]  # fmt: skip

    def _check_mending(self, row):
        one = row.instance
        if not (permissions.can_edit(self.by, one) or one.recorded_by_id == self.by.pk):
            row.wrong("", f"Bản ghi {one.key} do {one.recorded_by_name} ghi: người ghi mới sửa được; trả lại để sửa.")
        elif one.state not in MOVES["edit"].sources:
            row.wrong("", f"Bản ghi {one.key} đã rút khỏi sổ, không sửa được.")
        if "unit" in row.changes or "kind" in row.changes:
            row.wrong("unit" if "unit" in row.changes else "kind", f"Bản ghi {one.key} không đổi được đơn vị, loại.")

    def _check_named(self, row):
        if row.full("unit") in (row.value("partners") or ()):
            row.wrong("partners", "Đơn vị ghi không tự là đơn vị cùng làm: bỏ bớt.")
        for name, is_school in (("partners", False), ("schools", True)):
            for pk in row.value(name) or ():
                unit = self.units.rows[pk]
                if (unit.kind == Unit.Kind.SCHOOL) != is_school:
                    word = "không phải trường" if is_school else "là trường: ghi ở cột Trường"
                    row.wrong(name, f"“{unit.name}” {word}.")

    def _typed(self, row, form) -> MultiValueDict:
        """The row as the form would have been filled in."""
        typed = {}
        for name in form.inputs:
            value = row.full(name)
            if name == "heading":
                typed[name] = next((one.ref for one in self.lists.headings if one.pk == value), "")
            elif name == "article_type" and not value:
                typed[name] = Activity.ArticleType.ARTICLE.value
            elif isinstance(value, bool):
                typed[name] = "on" if value else ""
            else:
                typed[name] = format_date(value) if isinstance(value, dt.date) else str(value or "")
        for number, key in enumerate(sorted(row.full("organisations") or (), key=str), 1):
            one = self.fresh.get(key) or self.known.rows[key]
            typed[f"org-{number}-name"] = one.name
        return MultiValueDict({name: [value] for name, value in typed.items()})

    # --- Writing ---

    def new_values(self, row):
        article = Activity.ArticleType.ARTICLE if row.value("kind") == Kind.ARTICLE else ""
        if not row.value("article_type"):
            row.values["article_type"] = article
        return {
            "recorded_at": self.at, "recorded_by": self.by, "recorded_by_name": str(self.by), "edited_at": self.at,
        }  # fmt: skip

    def touch(self, row):
        """As an edit does: what was confirmed waits for the office again, and leaves the public page."""
        one = row.instance
        self.set(row, "state", State.RECORDED.value)
        self.set(row, "is_public", one.is_public and permissions.can_publish(self.by, one))
        self.set(row, "edited_at", self.at)
        self.set(row, "revision", one.revision + 1)

    def finish(self, row):
        fold_again(row, {"title", "summary"})

    def write(self, rows, trail):
        for row in rows:
            self.put(row)
        self._take_up_organisations(rows, trail)
        self.store(rows, trail)

    def _take_up_organisations(self, rows, trail):
        made = {}
        named = dict.fromkeys(key for row in rows for key in sorted(row.value("organisations") or (), key=str))
        for key in named:
            if key in self.fresh:
                row = self.fresh[key]
                one = Organisation(name=row.name, tax_code=row.tax or None, recorded_at=self.at)
                one.fold()
                made[key] = one
        trail.create(Organisation, list(made.values()))
        for row in rows:
            if "organisations" in row.values:
                row.values["organisations"] = frozenset(
                    made[key].pk if key in made else key for key in row.values["organisations"]
                )
            if "organisations" in row.changes:
                row.changes["organisations"] = row.changes["organisations"][0], row.values["organisations"]

    def applied(self, rows, *, at):
        """Who mended a record in a sheet had a hand in it, as by its form (permissions.had_a_hand)."""
        audit.record_many("activities.edit", [
            (row.instance.key, {"state": row.before.get("state", row.instance.state)},
             {"state": row.instance.state, "fields": sorted(row.changes)})
            for row in rows if row.state == CHANGED
        ], by=self.by)  # fmt: skip

    def name_of(self, row):
        unit = self.units.rows.get(row.full("unit"))
        return f"{unit.code if unit else ''} {row.full('title') or ''}".strip()
