"""Minh chứng of a record: files that are what they claim to be, links to the web, never a bare name (domain §5)."""

import re
from dataclasses import dataclass, field

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from initiatives.models import Activity, Evidence
from units import storage, uploads
from units.moves import Refused
from units.uploads import BadFile, Stored
from units.vietnamese import clean_text

MAX_ROWS, MAX_OF_RECORD = 5, 20
NAME_LIMIT, LINK_LIMIT = 200, 500
_INPUT = re.compile(r"evidence-(\d{1,2})-(?:name|link|kept|file)", re.ASCII)
_is_link = URLValidator(schemes=["http", "https"])


@dataclass
class Row:
    """One line of the form: a name, and a file, a link or both. ``kept``: a file handed in with a form that could not
    be saved, so that nobody has to choose it again."""

    number: int
    name: str = ""
    link: str = ""
    file: Stored | None = None
    kept: str = ""
    error: str = ""

    @property
    def stem(self) -> str:
        return f"evidence-{self.number}"

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.link or self.file or self.error)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(f"{self.stem}-name", self.error)] if self.error else []


@dataclass
class Rows:
    rows: list[Row] = field(default_factory=list)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [problem for row in self.rows for problem in row.problems]

    def items(self) -> list[Evidence]:
        """What the rows add to a record, unsaved."""
        found = []
        for row in self.rows:
            if row.file:
                name = row.name or row.file.name
                found.append(
                    Evidence(
                        name=name[:NAME_LIMIT],
                        sha256=row.file.sha256,
                        size=row.file.size,
                        content_type=row.file.content_type,
                    )
                )
            if row.link:
                found.append(Evidence(name=(row.name or row.link)[:NAME_LIMIT], link=row.link))
        return found


def read(post, files, *, by) -> Rows:
    """The rows of a POST that hold anything; a file is stored at once, whatever else is wrong with the form."""
    numbers = {int(match[1]) for match in map(_INPUT.fullmatch, [*post, *files]) if match}
    rows = []
    for number in sorted(numbers):
        if len(rows) > MAX_ROWS:
            break  # the form has no such row, and no file of it is kept
        stem = f"evidence-{number}"
        row = Row(
            len(rows) + 1,
            " ".join(clean_text(post.get(f"{stem}-name", "")).split()),
            clean_text(post.get(f"{stem}-link", "")).strip(),
        )
        _take_file(row, files.get(f"{stem}-file"), post.get(f"{stem}-kept", ""), by)
        if not row.is_blank:
            _check(row)
            rows.append(row)
    if len(rows) > MAX_ROWS:
        rows[MAX_ROWS].error = f"Mỗi lần ghi thêm tối đa {MAX_ROWS} minh chứng; ghi rồi sửa bản ghi để thêm tiếp."
    return Rows(rows)


def _take_file(row, upload, token, by):
    try:
        row.file = uploads.store(upload) if upload else kept(token, by)
    except BadFile as error:
        row.error = f"{error}."
    if row.file:
        row.kept = keep(row.file, by)


def keep(file: Stored, by) -> str:
    """A token that brings the stored file back with the next POST of the same person."""
    return signing.dumps([file.name, file.sha256, file.size, file.content_type], salt=f"evidence-{by.pk}")


def kept(token, by) -> Stored | None:
    """The file of an earlier POST of the same person; nothing for a token that is not ours. Raises BadFile for one that
    waited so long for its row that it was removed."""
    try:
        file = Stored(*signing.loads(token, salt=f"evidence-{by.pk}")) if token else None
    except signing.BadSignature:
        return None
    if file and not storage.renew(storage.ATTACHMENTS, file.sha256):
        raise BadFile(f"“{file.name}”: tệp chọn từ hôm trước mà chưa lưu nên không còn; chọn lại tệp")
    return file


def _check(row):
    if row.error:
        return
    if len(row.name) > NAME_LIMIT:
        row.error = f"“{row.name[:60]}…”: tên minh chứng dài {len(row.name)} ký tự, quá {NAME_LIMIT}; rút gọn lại."
    elif row.link and len(row.link) > LINK_LIMIT:
        row.error = f"“{row.name or row.link[:60]}”: đường dẫn dài quá {LINK_LIMIT} ký tự; dùng đường dẫn ngắn hơn."
    elif row.link and not leads_somewhere(row.link):
        row.error = f"“{row.name or row.link[:60]}”: ghi đường dẫn đầy đủ, bắt đầu bằng http:// hoặc https://."
    elif not (row.link or row.file):
        row.error = f"“{row.name}”: chọn tệp hoặc ghi đường dẫn, nếu không thì xóa tên này."


def leads_somewhere(link) -> bool:
    try:
        _is_link(link)
    except ValidationError:
        return False
    return True


def new_to(activity: Activity, rows: Rows) -> list[Evidence]:
    """What the rows add to the record, unsaved: the same file or link stands there once."""
    items = {(item.sha256, item.link): item for item in reversed(rows.items())}
    if not items:
        return []
    have = set(activity.evidence.values_list("sha256", "link"))
    return [item for key, item in reversed(items.items()) if key not in have]


def add(activity: Activity, items: list[Evidence], *, by, at) -> None:
    """Put ``items`` on the record, which the caller holds. Raises Refused when it would have too many."""
    if not items:
        return
    if activity.evidence.count() + len(items) > MAX_OF_RECORD:
        raise Refused([("evidence-1-name", f"Mỗi bản ghi có tối đa {MAX_OF_RECORD} minh chứng; gỡ bớt rồi thêm.")])
    for item in items:
        item.activity, item.added_at, item.added_by_name = activity, at, str(by)
    Evidence.objects.bulk_create(items)
