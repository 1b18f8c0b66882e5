"""What a counting rule may say: asked by the loader and by the page on which an administrator changes one."""

from initiatives.kinds import EventType, Kind, Level
from initiatives.models import Activity, CountingRule, Organisation
from targets.models import Target

Counts = CountingRule.Counts
# What is counted → how the target takes it over units.
_OVER_UNITS = {
    Counts.RECORDS: {Target.OverUnits.SUM, Target.OverUnits.DISTINCT},
    Counts.ORGANISATIONS: {Target.OverUnits.SUM, Target.OverUnits.DISTINCT},
    Counts.OFFICERS: {Target.OverUnits.RATIO},
    Counts.CLUBS: {Target.OverUnits.RATIO},
    Counts.CLUBS_AND_ACTIVITIES: {Target.OverUnits.RATIO},
}
_LISTS = {
    "kinds": Kind,
    "beside": Kind,
    "event_types": EventType,
    "levels": Level,
    "article_types": Activity.ArticleType,
}


def problems_of(rule: CountingRule) -> list[tuple[str, str]]:
    """(field, message) of everything that would make the rule count nothing, or the wrong thing."""
    found = []
    for name, choices in _LISTS.items():
        values = getattr(rule, name)
        if not isinstance(values, list) or any(value not in choices.values for value in values):
            label = CountingRule._meta.get_field(name).verbose_name
            found.append((name, f"{label}: chỉ nhận các giá trị {', '.join(choices.values)}."))
    if rule.counts not in Counts.values:
        found.append(("counts", "chọn cách đếm trong danh sách."))
    elif rule.target.over_units not in _OVER_UNITS[rule.counts]:
        found.append(
            ("counts", f"{rule.target.code} lấy {rule.target.get_over_units_display()}, không hợp với cách đếm này.")
        )
    if rule.date_rule not in CountingRule.DateRule.values:
        found.append(("date_rule", "chọn ngày tính trong danh sách."))
    if not rule.kinds:
        found.append(("kinds", "chọn ít nhất một loại bản ghi."))
    if rule.sector and rule.sector not in Organisation.Sector.values:
        found.append(("sector", "chọn ngành nghề trong danh sách."))
    if rule.sector and rule.counts != Counts.ORGANISATIONS:
        found.append(("sector", "chỉ dùng khi đếm tổ chức, doanh nghiệp."))
    return found
