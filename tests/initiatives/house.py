"""P1, whose people apply; Phòng Kinh tế, which it files to; whoever else looks on. As of 08/06/2018, 9:00."""

from types import SimpleNamespace

from initiatives.models import Initiative
from tests import factories as make

NOW = "2018-06-08T09:00:00"


def build() -> SimpleNamespace:
    plan = make.make_plan()
    ward, other, office = make.make_unit("P1"), make.make_unit("P2"), plan.coordinator
    reporter, head = make.make_people(ward)
    return SimpleNamespace(
        ward=ward,
        other=other,
        office=office,
        reporter=reporter,
        head=head,
        stranger=make.make_user("p2.canbo", role="reporter", unit=other),
        clerk=make.make_user("pkt.canbo", role="reporter", unit=office, full_name="Nguyễn Tiếp Nhận"),
        chief=make.make_user("pkt.lanhdao", role="head", unit=office, full_name="Trần Thủ Trưởng"),
        reviewer=make.make_user("pkt.chuyenvien", role="reviewer", unit=office),
        leader=make.make_user("ubnd.lanhdao", role="leader"),
        administrator=make.make_user("quantri", role="administrator"),
        at=make.at(NOW),
    )


def again(row) -> Initiative:
    """The row as it is stored now."""
    return Initiative.objects.select_related("unit", "body", "heading", "council").get(pk=row.pk)


def told(row, by, house, **said):
    """Arguments of an act on the row as it is stored now."""
    return {"by": by, "at": house.at, "revision": again(row).revision, **({"said": said} if said else {})}
