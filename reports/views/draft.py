"""The draft of a consolidated report: its words, what the units said, the paper to come, and who changed what."""

import difflib

from django.shortcuts import render

from reports import differences, gathering, office_templates, publishing, repeated, signatories, stretches
from reports.kinds import Kind
from reports.lines import TEXT_LABELS
from reports.models import Narrative, Report
from units import clock
from units.asked import whole_number
from units.models import Unit
from units.moves import Refused
from units.vietnamese import format_date

EDIT, GATHER, PRINT, VERSIONS = "soan", "gom", "in", "lan"
TABS = {EDIT: "Soạn lời văn", GATHER: "Gom từ đơn vị", PRINT: "Xem bản in", VERSIONS: "Các lần sửa"}
STATES = {
    gathering.UNREAD: ("Chưa đọc", "todo"),
    gathering.QUOTED: ("Đã trích", "saved"),
    gathering.SKIPPED: ("Bỏ qua", "excluded"),
}
ALL = "all"
# What a person fills in or chooses.
INPUTS = (*Narrative.SECTIONS, "document_number", "document_date", "signatory")


def page(request, context, *, typed=None, seen=None, status=200):
    """One tab of the draft ``context["row"]``; ``typed``: what was posted and could not be stored.

    ``seen``: the revision from which it was typed, where somebody has saved another meanwhile.
    """
    row, stretch = context["row"], context["stretch"]
    tab = tab_of(request, row)
    # A copy has the sources of what it copies.
    sources = [] if row.copy_of_id else gathering.sources(stretch)
    things = gathering.read(row, sources) if sources else []
    context |= {
        "tab": tab,
        "tabs": _tabs(row),
        "accepted_count": len(sources),
        "unread": gathering.unread_units(things),
        "thing_count": len(things),
    }
    if tab == GATHER:
        context |= _gathered(request, stretch, row, things)
    elif tab == PRINT:
        context["snapshot"] = publishing.preview(row, by=request.user)
    elif tab == VERSIONS:
        context |= _versions(request, row)
    else:
        typed, meanwhile = _apart(row, typed or {}, seen) if seen is not None else (typed or {}, {})
        context |= _edited(stretch, row, sources, typed, meanwhile)
        context["errors"] = {problem.anchor: problem.text for problem in context["problems"]}
    return render(request, "reports/publication_draft.html", context, status=status)


def tab_of(request, row) -> str:
    asked = request.GET.get("xem")
    return asked if asked in dict(_tabs(row)) else EDIT


def _tabs(row) -> list[tuple[str, str]]:
    return [(name, label) for name, label in TABS.items() if not (row.copy_of_id and name == GATHER)]


def _labels(stretch) -> dict[str, str]:
    """The texts as the draft's own document will head them."""
    if stretch.is_quarter:
        return TEXT_LABELS
    return {name: label.replace("quý sau", stretch.following) for name, label in TEXT_LABELS.items()}


def stored(row) -> dict[str, str]:
    """What stands in the inputs of a draft."""
    signatory = office_templates.chosen(row, row.document_date or clock.today())
    return {
        **row.texts,
        "document_number": row.document_number,
        "document_date": format_date(row.document_date) if row.document_date else "",
        "signatory": str(signatory.pk or ""),
    }


def signatory_of(typed, row, day):
    """The one chosen in the form, who must be in force on the document's ``day``. Raises Refused.

    None where the draft keeps the one it has: whether that one may still sign is asked when it is published.
    """
    asked, on = typed.get("signatory", ""), day or clock.today()
    if not asked or asked == str(row.signatory_id):
        return None
    signatory = office_templates.find(row, asked)
    if signatory is None:
        raise Refused([("signatory", "Chọn mẫu văn bản và người ký có trong danh sách.")])
    if wrong := signatories.expired(signatory, on):
        raise Refused([("signatory", wrong)])
    return signatory


def _apart(row, typed, seen) -> tuple[dict, dict]:
    """(``typed`` without the texts in which nothing was typed since ``seen``; the stored text of those in which both
    have written)."""
    opened = row.edits.filter(revision=seen).values_list("texts", flat=True).first() or {}
    texts = row.texts
    own = {name: text for name, text in typed.items() if name not in texts or text != opened.get(name)}
    both = {name: texts[name] for name in own if name in texts and texts[name] not in (own[name], opened.get(name))}
    return own, both


def _edited(stretch, row, sources, typed, meanwhile):
    shown = stored(row) | typed
    common = {
        "sections": [
            {
                "name": name,
                "label": label,
                "text": shown[name],
                "meanwhile": name in meanwhile,
                # From the stored text to the typed one.
                "steps": differences.words(meanwhile[name], shown[name]) if meanwhile.get(name) else [],
            }
            for name, label in _labels(stretch).items()
        ],
        "document_number": shown["document_number"],
        "document_date": shown["document_date"],
        "signatory": shown["signatory"],
        "letters": office_templates.choices(row, row.document_date or clock.today()),
    }
    if row.copy_of_id:
        return common | {"counts": row.copy_of.snapshot["counts"]}
    consolidated = stretches.consolidate(stretch, clock.today())
    return common | {
        "explained": [(source, line) for source in sources for line in source["warnings"]],
        "consolidated": consolidated,
        "open_quarters": consolidated.span.open_quarters if consolidated.span else [],
        "sent_count": Report.objects.filter(period__in=stretch.periods.order_by(), state="sent").count(),
    }


# --- What the units said -------------------------------------------------------------------------------------------


def _gathered(request, stretch, row, things):
    """``dau`` unread (as long as nothing else is asked), quoted, skipped or all; ``muc`` a place, ``khoi`` a group.

    ``quy`` one quarter of several. Of a term, whose sixteen no page holds, the last one unless another is asked for.
    """
    state, place, group = (request.GET.get(name, "") for name in ("dau", "muc", "khoi"))
    quarters = [] if stretch.is_quarter else sorted({thing.quarter for thing in things}, reverse=True)
    keys = [quarter.key for quarter in quarters]
    quarter = request.GET.get("quy", "")
    if quarter not in keys:
        quarter = keys[0] if keys and stretch.kind == Kind.TERM else ""
    state = state if state in (*STATES, ALL) else gathering.UNREAD
    names = gathering.titles(things, stretch.period.plan_id)
    of_filter = [
        thing
        for thing in things
        if (not place or gathering.place_of(thing) == place)
        and (not group or thing.unit.group == group)
        and (not quarter or thing.quarter.key == quarter)
    ]
    shown = [thing for thing in of_filter if state in (ALL, thing.state)]
    return {
        "state": state,
        "states": STATES,
        "strip": [
            (name, words, mark, sum(thing.state == name for thing in of_filter))
            for name, (words, mark) in STATES.items()
        ],
        "of_filter_count": len(of_filter),
        "place": place,
        "place_titles": names,
        "group": group,
        "quarters": quarters,
        "quarter": quarter,
        "can_ask_all": stretch.kind != Kind.TERM,
        "groups": Unit.Group.choices,
        "repeated": [
            one
            for one in repeated.find(of_filter)
            if not one.is_skipped and one.line not in getattr(row, one.section).split("\n")
        ],
        "places": gathering.arranged(shown, names),
        "keeps_place": state == ALL,
        "section_labels": _labels(stretch),
    }


# --- Who changed what ----------------------------------------------------------------------------------------------


def _versions(request, row):
    """Every save, the newest first; ``lan`` opens what one of them changed."""
    edits = list(row.edits.all())
    asked = whole_number(request.GET.get("lan"), digits=9)
    number = row.revision if asked is None else asked
    listed = [
        {
            "edit": edit,
            "sections": _changed(before, edit),
            "is_current": edit.revision == row.revision,
            "is_first": before is None,
        }
        for edit, before in zip(edits, [*edits[1:], None])
    ]
    chosen = next((one for one in listed if one["edit"].revision == number), None)
    before = next((edit for edit in edits if edit.revision < number), None)
    return {
        "edits": listed,
        "chosen": chosen,
        "differences": [
            (TEXT_LABELS[name], _blocks(before.texts.get(name, ""), chosen["edit"].texts.get(name, "")))
            for name in chosen["sections"]
        ]
        if chosen and before
        else [],
    }


def _changed(before, edit) -> list[str]:
    """Names of the texts that differ; none for the first version."""
    if before is None:
        return []
    return [name for name in TEXT_LABELS if before.texts.get(name, "") != edit.texts.get(name, "")]


def _blocks(old, new) -> list[tuple[str, str]]:
    """(before, after) of each run of lines that differs, in the order of reading; what stayed is left out."""
    before, after = old.split("\n"), new.split("\n")
    return [
        ("\n".join(before[a:b]), "\n".join(after[c:d]))
        for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
