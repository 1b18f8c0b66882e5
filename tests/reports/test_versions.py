"""A sending says as what its sender signed it (domain §3)."""

import pytest

from reports import sheet as sheets, versions
from units import clock

BY_AUTHORITY = "Cán bộ phụ trách KH&CN, theo ủy quyền"


@pytest.mark.parametrize(("who", "role"), [("head", "Lãnh đạo đơn vị"), ("reporter", BY_AUTHORITY)])
def test_who_is_no_head_is_not_written_down_as_one(ward, who, role):
    sheet = sheets.load(ward.report, clock.today())
    version = versions.freeze(ward.report, sheet, by=getattr(ward, who), at=clock.now(), by_authority=who == "reporter")
    assert version.sender_role == role
