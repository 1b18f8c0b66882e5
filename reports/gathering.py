"""The first draft of a consolidated report: what the units wrote, gathered and attributed (domain §9).

Nothing is invented: every line is the words of units, shortened at the end of a sentence, with their names.
"""

import re

from reports.models import Narrative, Report
from units.vietnamese import fold

QUOTE_LIMIT = 320
# Said by many in the same words: one line, all names.
_NOTHING = {"khong", "khong co", "khong ghi", "khong phat sinh"}


def sources(period) -> list[dict]:
    """Accepted reports of the period in list order: unit, version number, texts, warnings."""
    rows = (
        Report.objects.filter(period=period, official__isnull=False)
        .select_related("unit", "official")
        .order_by("unit__group", "unit__order")
    )
    return [
        {
            "unit": row.unit,
            "name": row.official.unit_name,
            "short_name": row.unit.short_name,
            "version": row.official.number,
            "texts": row.official.content["texts"],
            "warnings": [line for line in row.official.content["figures"] if line["warning"]],
        }
        for row in rows
    ]


def first_draft(period, rollup) -> dict[str, str]:
    """The seven texts of a new draft, from the accepted reports and the figures of ``rollup``."""
    rows = sources(period)
    texts = {name: quotations(rows, name) for name in Narrative.SECTIONS}
    texts["situation"] = "\n".join(filter(None, [overview(rollup), texts["situation"]]))
    return texts


def quotations(rows, section) -> str:
    """A line for each thing said under ``section``, with the units that said it: "- Phường 1, Phường 3: nội dung."."""
    said: dict[str, list] = {}
    for row in rows:
        quote = shorten(row["texts"].get(section, ""))
        key = fold(quote).strip(" .")
        if key and key not in _NOTHING:
            said.setdefault(key, [quote, []])[1].append(row["short_name"])
    return "\n".join(f"- {', '.join(names)}: {quote}" for quote, names in said.values())


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
    return (
        f"Trong kỳ, {len(rollup.accepted)} trên {len(rollup.expected)} đơn vị có báo cáo được chấp nhận"
        f"{missing_phrase(rollup)}, trong đó {len(timely)} đơn vị gửi đúng hạn. "
        f"Trong {len(rollup.rows)} chỉ tiêu của kế hoạch có {', '.join(counts)}."
    )


def missing_phrase(rollup) -> str:
    """Missing units are named, never only counted (domain §9)."""
    names = [standing.unit.short_name for standing in rollup.missing]
    return f" (chưa có báo cáo của {', '.join(names)})" if names else ""
