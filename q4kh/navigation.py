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
    def is_inside(self) -> bool:
        # What is refused before the session was looked at (a foreign Host header) is nobody's.
        return hasattr(self._request, "user") and self._request.user.is_authenticated

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return self._led_to(_entries(self._request.user.access)) if self.is_inside else ()

    @cached_property
    def own(self) -> tuple[Item, ...]:
        return self._led_to(tuple(OWN))

    def _led_to(self, entries) -> tuple[Item, ...]:
        urlconf, prefix = get_urlconf(), get_script_prefix()
        counts = getattr(self._request, "nav_counts", {})
        here = _here(entries, self._request.path, urlconf, prefix)
        return _items(entries, here, tuple(counts.items()), urlconf, prefix)

    @cached_property
    def current(self) -> Item | None:
        return next((item for item in self.items if item.is_current), None)

    @cached_property
    def footer(self) -> tuple[Item, ...]:
        entries = (FOOTER_INSIDE if self.is_inside else []) + FOOTER
        return _items(tuple(entries), None, (), get_urlconf(), get_script_prefix())


def _entries(access) -> tuple[tuple[str, str], ...]:
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
    return tuple((label, name) for name, label in entries.items())


# Every page asks these of a few roles, and addresses are dear to look up. Pages that are not installed depend on the
# URLconf, addresses on the prefix.


@lru_cache(maxsize=256)
def _items(entries, here, counts, urlconf, prefix) -> tuple[Item, ...]:
    """``here``: the address of the current entry; ``counts``: address names with how many things wait there."""
    waiting = dict(counts)
    found = ((label, name, _address(name, urlconf, prefix)) for label, name in entries)
    return tuple(Item(label, href, href == here, waiting.get(name, 0)) for label, name, href in found if href)


def _here(entries, path, urlconf, prefix) -> str | None:
    tabs, hrefs = _addresses(entries, urlconf, prefix)
    # The page itself, or the one of whose tabs it is.
    leading = next((leads for begins, leads in tabs if path.startswith(begins)), path)
    return _current(hrefs, leading)


@lru_cache(maxsize=256)
def _addresses(entries, urlconf, prefix):
    """(of tabs, with those of the entries that lead to them; of the entries)."""
    tabs = [[_address(name, urlconf, prefix) for name in pair] for pair in TABS]
    hrefs = [_address(name, urlconf, prefix) for _, name in entries]
    return [pair for pair in tabs if all(pair)], [href for href in hrefs if href]


def _address(name, urlconf, prefix) -> str | None:
    """The address of a page, or None where it is not installed."""
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return None


def _current(hrefs, path) -> str | None:
    """The entry to which ``path`` belongs: the longest that begins it. The home page stands for itself only."""
    fitting = [href for href in hrefs if path == href or (href != get_script_prefix() and path.startswith(href))]
    return max(fitting, key=len, default=None)
