"""What the units wrote, gathered for the consolidated report: each thing quoted, skipped or unread (domain §9).

A thing is one text, one item of result or one proposal of an accepted version. Nothing is invented: every line of the
first draft is the words of units, shortened at the end of a sentence, with their names.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from reports.lines import TEXT_LABELS
from reports.models import GatheringMark, Narrative, Report, Version
from targets.models import Heading
from targets.quarters import Quarter
from units.models import Unit
from units.vietnamese import fold

QUOTE_LIMIT = 320
# Of one text of a first draft, so that people can write on (publishing.SECTION_LIMIT): a year's reports do not fit.
DRAFT_LIMIT = 30_000
# Said by many in the same words: one line, all names.
_NOTHING = {"", "khong", "khong co", "khong ghi", "khong phat sinh"}
UNREAD = "unread"
QUOTED, SKIPPED = GatheringMark.State.QUOTED.value, GatheringMark.State.SKIPPED.value


# --- What there is -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thing:
    """One quotable thing of an accepted version.

    ``section``: the text of the draft where it belongs, unless the reviewer chooses another. ``heading``: ref of
    section III, "" for a text. ``marks``: of this version, or of an earlier one that said the same. ``changed_from``:
    number of the version in which it was marked when it said something else. ``quarter``: of its report; ``name``:
    unit, and that quarter where several are gathered.
    """

    unit: Unit
    version_id: int
    version: int
    quarter: Quarter
    key: str
    section: str
    text: str
    heading: str = ""
    heading_title: str = ""
    addressee: str = ""
    name: str = ""
    marks: tuple[GatheringMark, ...] = ()
    changed_from: int | None = None

    @property
    def kind(self) -> str:
        """ "text", "item" or "proposal"."""
        return self.key.partition(":")[0]

    @property
    def state(self) -> str:
        return self.marks[0].state if self.marks else UNREAD

    @property
    def words(self) -> str:
        """What makes two things say the same."""
        return _bare(self.text)


def sources(stretch) -> list[dict]:
    """Accepted reports of its quarters by unit and quarter: unit, version, texts, warnings."""
    rows = (
        Report.objects.filter(period__in=stretch.periods.order_by(), official__isnull=False)
        .select_related("unit", "official", "period")
        .order_by("unit", "period__year", "period__quarter")
    )
    return [
        {
            "unit": row.unit,
            "name": row.official.unit_name,
            "short_name": stretch.named(row.unit.short_name, row.period.value),
            "quarter": row.period.value,
            "version_id": row.official_id,
            "version": row.official.number,
            "report_id": row.pk,
            "content": row.official.content,
            "texts": row.official.content["texts"],
            "warnings": [line for line in row.official.content["figures"] if line["warning"]],
        }
        for row in rows
    ]


def in_content(content: dict) -> list[dict]:
    """Quotable things of a version's content, as fields of ``Thing``. Older versions hold texts alone."""
    found = [
        {"key": f"text:{name}", "section": name, "text": content["texts"].get(name, "")} for name in Narrative.SECTIONS
    ]
    for name, section in (("items", "results"), ("proposals", "proposals")):
        found += [
            {
                "key": row["key"],
                "section": section,
                "text": row["text"],
                "heading": row.get("heading", ""),
                "heading_title": row.get("heading_title", ""),
                "addressee": row.get("addressee_label", ""),
            }
            for row in content.get(name, ())
        ]
    return [row for row in found if _bare(row["text"]) not in _NOTHING]


def read(draft, rows=None) -> list[Thing]:
    """Every quotable thing of its quarters with its marks, in the order of units. ``rows``: ``sources``, if at hand.

    Three queries, whatever the number of units.
    """
    rows = sources(draft.stretch) if rows is None else rows
    current = {row["version_id"] for row in rows}
    marks: dict[int, dict[str, GatheringMark]] = {}
    for mark in draft.marks.all():
        marks.setdefault(mark.version_id, {})[mark.key] = mark
    earlier: dict[int, list[Version]] = {}
    # Also asked when nothing was marked in them, so that the page costs the same.
    for version in Version.objects.filter(pk__in=set(marks) - current or [0]).order_by("-number"):
        earlier.setdefault(version.report_id, []).append(version)
    return [
        _thing(row, fields, marks, earlier.get(row["report_id"], []))
        for row in rows
        for fields in in_content(row["content"])
    ]


def _thing(row, fields, marks, earlier) -> Thing:
    key, words = fields["key"], _bare(fields["text"])
    own = marks.get(row["version_id"], {}).get(key)
    found, changed_from = [own] if own else [], None
    for version in earlier:
        marked = marks[version.pk]
        same = [
            marked[old["key"]]
            for old in in_content(version.content)
            if old["key"] in marked and _kind(old) == _kind(fields) and _bare(old["text"]) == words
        ]
        found += same
        if not found and changed_from is None and key in marked:
            changed_from = version.number
    return Thing(
        unit=row["unit"],
        version_id=row["version_id"],
        version=row["version"],
        quarter=row["quarter"],
        name=row["short_name"],
        marks=tuple(found),
        changed_from=None if found else changed_from,
        **fields,
    )


def _kind(fields):
    return fields["key"].partition(":")[0], fields["section"]


def _bare(text) -> str:
    return " ".join(fold(text).split()).strip(" .-•")


def unread_units(things) -> list[str]:
    """Short names of the units of which something is still unread, in the order of lists."""
    return list(dict.fromkeys(thing.unit.short_name for thing in things if thing.state == UNREAD))


def find(things, wanted) -> list[Thing]:
    """The things named by (version, key) pairs, in their order; those that are no longer official are left out."""
    named = {(thing.version_id, thing.key): thing for thing in things}
    return [named[pair] for pair in wanted if pair in named]


def quotes(draft) -> list[dict]:
    """Whence the draft's words come: for the frozen copy, so that texts trace to unit and version (domain §9)."""
    found = []
    marks = draft.marks.filter(state=QUOTED).select_related("version__report__unit", "version__report__period")
    for mark in marks.order_by("version__report__unit__group", "version__report__unit__order", "version_id", "key"):
        said = next((row for row in in_content(mark.version.content) if row["key"] == mark.key), None)
        if said:
            found.append(
                {
                    "section": mark.section,
                    "unit": mark.version.report.unit.code,
                    "unit_name": mark.version.unit_name,
                    "version": mark.version.number,
                    "key": mark.key,
                    "text": said["text"],
                    **({} if draft.stretch.is_quarter else {"quarter": mark.version.report.period.key}),
                }
            )
    return found


# --- Grouped for reading -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One line of the page: things of one group of units that say the same and stand the same."""

    things: tuple[Thing, ...]
    next_anchor: str = ""

    @property
    def first(self) -> Thing:
        return self.things[0]

    @property
    def anchor(self) -> str:
        return anchor_of(self.first)


@dataclass(frozen=True)
class Place:
    """A heading of section III, or one of the seven texts for what stands under no heading."""

    key: str
    title: str
    groups: tuple[tuple[str, tuple[Said, ...]], ...]  # label of the group of units, its lines
    unread: tuple[Thing, ...]

    @property
    def anchor(self) -> str:
        return f"muc-{_plain(self.key)}"


def anchor_of(thing) -> str:
    return f"t-{thing.version_id}-{_plain(thing.key)}"


def _plain(key) -> str:
    return re.sub(r"[^a-z0-9]+", "-", key.lower())


def place_of(thing) -> str:
    return thing.heading or thing.section


def titles(things, plan) -> dict[str, str]:
    """Places in the order of the page that hold anything: headings in the plan's order, then the seven texts."""
    held = {place_of(thing): thing.heading_title for thing in things}
    headings = dict(Heading.objects.filter(plan=plan).order_by("order").values_list("ref", "title"))
    # A heading that the plan has dropped since keeps the title that the version froze.
    known = headings | {ref: title for ref, title in held.items() if ref not in headings and ref not in TEXT_LABELS}
    ordered = {ref: f"{ref} {title}" for ref, title in known.items()} | TEXT_LABELS
    return {key: title for key, title in ordered.items() if key in held}


def arranged(things, names) -> list[Place]:
    """``things`` by place and by group of units; ``names``: ``titles``."""
    order = list(names)
    rank = {thing.unit.pk: at for at, thing in enumerate(things)}
    ordered = sorted(things, key=lambda thing: (order.index(place_of(thing)), thing.unit.group, rank[thing.unit.pk]))
    lines = [
        (key, group, Said(tuple(same)))
        for (key, group), members in groupby(ordered, key=lambda thing: (place_of(thing), thing.unit.group))
        for same in _same(members)
    ]
    if not lines:
        return []
    # Where a line that the filter hides leads: to the one after it, or at the end to the one before.
    following = [line.anchor for _, _, line in lines[1:]] + [line.anchor for _, _, line in lines[-2:-1]]
    lines = [
        (key, group, Said(line.things, anchor))
        for (key, group, line), anchor in zip(lines, following or [""], strict=True)
    ]
    return [
        Place(
            key,
            names[key],
            tuple(
                (Unit.Group(group).label, tuple(line for _, _, line in of_group))
                for group, of_group in groupby(of_place, key=lambda row: row[1])
            ),
            tuple(thing for _, _, line in of_place for thing in line.things if thing.state == UNREAD),
        )
        for key, of_place in ((key, list(rows)) for key, rows in groupby(lines, key=lambda row: row[0]))
    ]


def _same(members) -> list[list[Thing]]:
    said: dict[tuple, list[Thing]] = {}
    for thing in members:
        said.setdefault((thing.words, thing.kind, thing.state, thing.changed_from), []).append(thing)
    return list(said.values())


# --- The first draft -----------------------------------------------------------------------------------------------


def first_draft(rows, rollup) -> dict[str, str]:
    """The seven texts of a new draft, from ``sources`` and the figures of ``rollup``."""
    texts = {name: quotations(rows, name) for name in Narrative.SECTIONS}
    texts["situation"] = "\n".join(filter(None, [overview(rollup), texts["situation"]]))
    return texts


def is_whole(thing) -> bool:
    """Whether the first draft says all of it. Items and proposals wait to be read."""
    return thing.kind == "text" and shorten(thing.text) == whole(thing.text)


def said_in(draft, things) -> list[Thing]:
    """Those that the draft as it was first gathered says in full; what did not fit in it waits to be read too."""
    texts = {name: _bare(text) for name, text in draft.texts.items()}
    return [thing for thing in things if is_whole(thing) and thing.words in texts[thing.section]]


def quotations(rows, section) -> str:
    """A line for each thing said under ``section``, with the units that said it: "- Phường 1, Phường 3: nội dung.".

    Where they would fill the text, the oldest quarters are left to be read.
    """
    lines = _lines(rows, section)
    quarters = sorted({row["quarter"] for row in rows}) if len("\n".join(lines)) > DRAFT_LIMIT else []
    for oldest in quarters[:-1]:
        lines = _lines([row for row in rows if row["quarter"] > oldest], section)
        if len("\n".join(lines)) <= DRAFT_LIMIT:
            break
    while len("\n".join(lines)) > DRAFT_LIMIT:
        lines.pop()
    return "\n".join(lines)


def _lines(rows, section) -> list[str]:
    said: dict[str, list] = {}
    for row in rows:
        quote = shorten(row["texts"].get(section, ""))
        key = _bare(quote)
        if key not in _NOTHING:
            said.setdefault(key, [quote, []])[1].append(row["short_name"])
    return [f"- {', '.join(names)}: {quote}" for quote, names in said.values()]


def line_of(things, text: str) -> str:
    """ "- Phường 1, Phường 3: nội dung.", as the first draft writes it."""
    return f"- {', '.join(dict.fromkeys(thing.name for thing in things))}: {text}"


def whole(text: str) -> str:
    """All paragraphs in one line."""
    parts = [part for line in text.splitlines() if (part := line.strip(" -•"))]
    return " ".join(part if part[-1] in ".;:,!?…" or part is parts[-1] else f"{part};" for part in parts)


def shorten(text: str, limit: int = QUOTE_LIMIT) -> str:
    """The first paragraph, cut after the last whole sentence that fits, or after a word."""
    first = next((line.strip(" -•") for line in text.splitlines() if line.strip(" -•")), "")
    if len(first) <= limit:
        return first
    cut = first[:limit]
    end = max(cut.rfind(". "), cut.rfind("; "))
    return cut[: end + 1] if end > limit // 3 else re.sub(r"\s+\S*$", "", cut) + "…"


def overview(rollup) -> str:
    """One paragraph of figures: who reported, and how the targets stand."""
    words = {
        "met": "đạt",
        "on_track": "đúng tiến độ",
        "behind": "chậm",
        "missed": "không đạt",
        "not_due": "chưa đến hạn",
        "no_data": "chưa có số liệu",
        "tracked": "theo dõi",
    }
    timely = [standing for standing in rollup.accepted if not standing.late_days]
    counts = [f"{rollup.counts[verdict]} {word}" for verdict, word in words.items() if rollup.counts[verdict]]
    if rollup.span:
        who, what = f"{rollup.span.stretch.label}, {reports_phrase(rollup)}", "báo cáo"
    else:
        who, what = f"kỳ, {len(rollup.accepted)} trên {len(rollup.expected)} đơn vị có báo cáo", "đơn vị"
    return (
        f"Trong {who} được chấp nhận{missing_phrase(rollup)}, trong đó {len(timely)} {what} gửi đúng hạn. "
        f"Trong {len(rollup.rows)} chỉ tiêu của kế hoạch có {', '.join(counts)}."
    )


def missing_phrase(rollup) -> str:
    """Missing units are named, never only counted (domain §9)."""
    if rollup.span:
        missing = "; ".join(f"{quarter} của {', '.join(names)}" for quarter, names in rollup.span.missing)
        return f" (chưa có báo cáo {missing})" if missing else ""
    names = ", ".join(standing.unit.short_name for standing in rollup.missing)
    return f" (chưa có báo cáo của {names})" if names else ""


def reports_phrase(rollup) -> str:
    """ "57 trên 58 báo cáo quý của 29 đơn vị", of several quarters."""
    return f"{len(rollup.accepted)} trên {len(rollup.expected)} báo cáo quý của {len(rollup.span.units)} đơn vị"
