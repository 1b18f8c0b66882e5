"""Which pages a person is led to, by role, in the order of the work.

An entry whose page is not installed is left out, so that no link leads nowhere.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

UNIT = [
    ("Việc của tôi", "reports:home"),
    ("Báo cáo", "reports:list"),
    ("Kế hoạch năm", "reports:annual_plans"),
    ("Chỉ tiêu", "reports:targets"),
    ("Nhiệm vụ", "reports:tasks"),
    ("Sổ theo dõi", "initiatives:activities"),
    ("Sáng kiến", "initiatives:initiatives"),
    ("Thi đua", "reports:emulation_current"),
    ("Kiến nghị", "reports:proposals"),
    ("Tin nhắn", "reports:notices"),
]
OFFICE = [
    ("Việc của tôi", "reports:home"),
    ("Tiến độ", "reports:progress"),
    ("Báo cáo", "reports:list"),
    ("Kế hoạch năm", "reports:annual_plans"),
    ("Chỉ tiêu", "reports:targets"),
    ("Nhiệm vụ", "reports:tasks"),
    ("Sổ theo dõi", "initiatives:activities"),
    ("Sáng kiến", "initiatives:initiatives"),
    ("Thi đua", "reports:emulation_current"),
    ("Kiến nghị", "reports:proposals"),
    ("Tổng hợp", "reports:publications"),
    ("Đơn vị", "units:list"),
    ("Tin nhắn", "reports:notices"),
]
LEADER = [
    ("Toàn cảnh", "reports:home"),
    ("Tiến độ", "reports:progress"),
    ("Báo cáo", "reports:list"),
    ("Kế hoạch năm", "reports:annual_plans"),
    ("Chỉ tiêu", "reports:targets"),
    ("Nhiệm vụ", "reports:tasks"),
    ("Sổ theo dõi", "initiatives:activities"),
    ("Sáng kiến", "initiatives:initiatives"),
    ("Thi đua", "reports:emulation_current"),
    ("Kiến nghị", "reports:proposals"),
    ("Tổng hợp", "reports:publications"),
    ("Tin nhắn", "reports:notices"),
]
ADMINISTRATOR = [
    ("Việc của tôi", "reports:home"),
    ("Đơn vị", "units:list"),
    ("Nhật ký", "units:audit"),
    ("Cách đếm", "initiatives:rules"),
    ("Tiến độ", "reports:progress"),
    ("Quản trị", "admin:index"),
    ("Nhập liệu", "reports:imports"),
    ("Thư đi", "reports:outbox"),
    ("Tin nhắn", "reports:notices"),
]
# Of each person's own, beside their name: the bar is full.
OWN = [("Tệp đã tạo", "units:jobs")]
# Pages that are tabs of another: (their address, the entry that leads to them).
TABS = [
    ("targets:budget", "reports:tasks"),
    ("initiatives:councils", "initiatives:initiatives"),
    ("reports:office_templates", "reports:publications"),
]
# Open to everyone, then what needs an account.
FOOTER = [
    ("Chuyên trang sáng kiến", "initiatives:public"),
    ("Dữ liệu mở", "reports:open_data"),
    ("Kiểm tra bản in", "reports:check"),
]
FOOTER_INSIDE = [("Hướng dẫn sử dụng", "units:guide"), ("Kế hoạch 294, toàn văn", "targets:plan")]


@dataclass(frozen=True)
class Item:
    label: str
    href: str
    is_current: bool = False
    count: int = 0


class Navigation:
    """The entries of one request, worked out when a template first asks.

    A view that knows how many things wait may set ``request.nav_counts = {"reports:home": 4}``.
    """

    def __init__(self, request):
        self._request = request

    @cached_property
    def _is_inside(self) -> bool:
        # What is refused before the session was looked at (a foreign Host header) is nobody's.
        return hasattr(self._request, "user") and self._request.user.is_authenticated

    @cached_property
    def items(self) -> list[Item]:
        if not self._is_inside:
            return []
        return self._led_to(_entries(self._request.user.access))

    @cached_property
    def own(self) -> list[Item]:
        return self._led_to(OWN)

    def _led_to(self, entries) -> list[Item]:
        found = _resolved(entries)
        counts = getattr(self._request, "nav_counts", {})
        here = _current([href for _, _, href in found], _leading(self._request.path))
        return [Item(label, href, href == here, counts.get(name, 0)) for label, name, href in found]

    @cached_property
    def current(self) -> Item | None:
        return next((item for item in self.items if item.is_current), None)

    @cached_property
    def footer(self) -> list[Item]:
        entries = (FOOTER_INSIDE if self._is_inside else []) + FOOTER
        return [Item(label, href) for label, _, href in _resolved(entries)]


def _entries(access) -> list[tuple[str, str]]:
    """Label and address name, those of the widest role first; who holds several gets each page once."""
    lists = [
        OFFICE if access.is_reviewer else [],
        LEADER if access.is_leader else [],
        UNIT if access.units else [],
        ADMINISTRATOR if access.is_administrator else [],
    ]
    entries = {}
    for label, name in sum(lists, []):
        entries.setdefault(name, label)
    return [(label, name) for name, label in entries.items()]


def _resolved(entries) -> list[tuple[str, str, str]]:
    found = ((label, name, _address(name, get_urlconf(), get_script_prefix())) for label, name in entries)
    return [row for row in found if row[2]]


@lru_cache(maxsize=256)
def _address(name, urlconf, prefix) -> str | None:
    """The address of a page, or None where it is not installed: looked up once, not on every page."""
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return None


def _leading(path) -> str:
    """The page itself, or the one of whose tabs it is."""
    for tab, entry in TABS:
        begins, leads = (_address(name, get_urlconf(), get_script_prefix()) for name in (tab, entry))
        if begins and leads and path.startswith(begins):
            return leads
    return path


def _current(hrefs, path) -> str | None:
    """The entry to which ``path`` belongs: the longest that begins it. The home page stands for itself only."""
    fitting = [href for href in hrefs if path == href or (href != get_script_prefix() and path.startswith(href))]
    return max(fitting, key=len, default=None)
