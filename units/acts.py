"""The audit log in words: what an act is called, and what changed by it.

The log itself stores short names ("reports.send"), which outlive any wording.
"""

import datetime as dt
import re

from django.apps import apps

from units.templatetags.q4kh import STATES
from units.vietnamese import format_date

ACTS = {
    "units.create_administrator": "Tạo quản trị đầu tiên",
    "units.login": "Đăng nhập",
    "units.logout": "Đăng xuất",
    "units.password_change": "Đổi mật khẩu",
    "units.password_reset": "Đặt lại mật khẩu",
    "units.account": "Tạo tài khoản cho người được phân công",
    "assignments.name": "Phân công người phụ trách",
    "assignments.hand_over": "Bàn giao người phụ trách",
    "assignments.end": "Thôi phân công",
    "units.email": "Đổi địa chỉ thư của mình",
    "units.mails": "Chọn thư muốn nhận",
    "units.calendar": "Tạo địa chỉ lịch",
    "units.calendar_renew": "Đổi địa chỉ lịch",
    "units.merge": "Hợp nhất, sáp nhập đơn vị",
    "units.split": "Chia tách đơn vị",
    "units.rename": "Đổi tên đơn vị",
    "units.dissolve": "Giải thể đơn vị",
    "targets.load_plan": "Nạp kế hoạch",
    "targets.replan": "Tính lại lịch báo cáo",
    "period.open": "Mở kỳ báo cáo",
    "period.add_units": "Thêm đơn vị vào kỳ báo cáo",
    "period.extend": "Gia hạn kỳ báo cáo",
    "reports.save": "Lưu báo cáo",
    "reports.offline": "Nhập báo cáo từ tệp Excel",
    "reports.submit": "Trình lãnh đạo duyệt",
    "reports.send": "Gửi Phòng Kinh tế",
    "reports.withdraw": "Rút lại",
    "reports.take": "Bắt đầu xem xét",
    "reports.return": "Trả lại",
    "reports.accept": "Chấp nhận báo cáo",
    "reports.unlock": "Mở khóa để đính chính",
    "reports.relock": "Khóa lại khi hết hạn mở khóa",
    "reports.unlock_extend": "Kéo dài mở khóa",
    "reports.unlock_close": "Khóa lại trước hạn",
    "reports.paper_begin": "Nhập thay từ bản giấy",
    "reports.paper_cancel": "Thôi nhập thay",
    "reports.archive": "Nhập số liệu từ hồ sơ lưu",
    "reports.ask": "Đề nghị cho sửa báo cáo",
    "reports.exclude": "Miễn báo cáo",
    "reports.include": "Bỏ miễn báo cáo",
    "reports.nag": "Nhắc một đơn vị",
    "reports.nag_all": "Nhắc các đơn vị chưa gửi",
    "reports.mail_retry": "Gửi lại thư chưa đi",
    "reports.job_retry": "Chạy lại việc nền",
    "annual_plans.begin": "Lập kế hoạch năm",
    "annual_plans.save": "Lưu kế hoạch năm",
    "annual_plans.submit": "Trình lãnh đạo duyệt kế hoạch năm",
    "annual_plans.send": "Gửi kế hoạch năm",
    "annual_plans.withdraw": "Rút lại kế hoạch năm",
    "annual_plans.return": "Trả lại kế hoạch năm",
    "annual_plans.accept": "Chấp nhận kế hoạch năm",
    "annual_plans.amend": "Điều chỉnh kế hoạch năm",
    "annual_plans.cancel": "Thôi điều chỉnh kế hoạch năm",
    "annual_plans.nag": "Nhắc một đơn vị gửi kế hoạch năm",
    "annual_plans.nag_all": "Nhắc các đơn vị chưa gửi kế hoạch năm",
    "publications.start": "Lập dự thảo tổng hợp",
    "publications.save": "Lưu dự thảo tổng hợp",
    "publications.restore": "Lấy lại lần sửa dự thảo",
    "publications.quote": "Trích vào dự thảo tổng hợp",
    "publications.skip": "Đọc, không trích vào dự thảo tổng hợp",
    "publications.unmark": "Bỏ đánh dấu đã đọc",
    "publications.publish": "Công bố báo cáo tổng hợp",
    "publications.correct": "Lập bản đính chính tổng hợp",
    "publications.reissue": "Lập bản gửi thêm theo mẫu khác",
    "publications.discard": "Bỏ dự thảo bản gửi thêm",
    "office_templates.edit": "Sửa mẫu văn bản",
    "signatories.add": "Thêm người ký",
    "signatories.edit": "Sửa người ký",
    "publications.number": "Cho số, ngày văn bản tổng hợp",
    "publications.sign": "Ký số báo cáo tổng hợp",
    "schemes.start": "Lập thang điểm thi đua",
    "schemes.edit": "Sửa thang điểm thi đua",
    "schemes.send": "Gửi thẩm định thang điểm thi đua",
    "schemes.return": "Trả lại thang điểm thi đua",
    "schemes.appraise": "Thẩm định thang điểm thi đua",
    "schemes.approve": "Duyệt thang điểm thi đua",
    "schemes.open": "Mở chấm điểm thi đua",
    "scores.ask": "Đề nghị được chấm điểm thi đua",
    "scores.save": "Lưu phiếu tự chấm thi đua",
    "scores.send": "Gửi bản tự chấm thi đua",
    "scores.withdraw": "Rút lại bản tự chấm thi đua",
    "scores.appraise": "Ghi điểm thẩm định thi đua",
    "scores.explain": "Giải trình điểm thi đua",
    "scores.publish": "Công bố điểm thi đua",
    "scores.correct": "Mở đính chính điểm thi đua",
    "proposals.forward": "Chuyển kiến nghị",
    "proposals.answer": "Trả lời kiến nghị",
    "counting.change": "Đổi cách đếm",
    "initiatives.draft": "Soạn đơn công nhận sáng kiến",
    "initiatives.file": "Nộp đơn công nhận sáng kiến",
    "initiatives.withdraw": "Rút lại đơn công nhận sáng kiến",
    "initiatives.receive": "Tiếp nhận đơn công nhận sáng kiến",
    "initiatives.supplement": "Yêu cầu bổ sung đơn",
    "initiatives.reject": "Từ chối chấp nhận đơn",
    "initiatives.accept": "Chấp nhận đơn",
    "initiatives.council": "Ghi ý kiến hội đồng sáng kiến",
    "initiatives.recognise": "Công nhận sáng kiến",
    "initiatives.refuse": "Không công nhận sáng kiến",
    "initiatives.scope": "Ghi phạm vi ảnh hưởng của sáng kiến",
    "initiatives.show": "Đưa sáng kiến lên chuyên trang",
    "initiatives.hide": "Rút sáng kiến khỏi chuyên trang",
    "councils.set_up": "Lập hội đồng",
    "councils.edit": "Sửa văn bản, nhiệm kỳ hội đồng",
    "councils.end": "Kết thúc nhiệm kỳ hội đồng",
    "councils.next_term": "Lập nhiệm kỳ mới của hội đồng",
    "councils.members": "Sửa thành viên hội đồng",
    "councils.assign": "Phân công thành viên phụ trách đơn vị",
    "councils.hold": "Ghi phiên họp hội đồng",
    "councils.mend": "Sửa phiên họp hội đồng",
    "budgets.save": "Nhập kinh phí",
    "budgets.take": "Lấy kinh phí từ kế hoạch năm",
    "activities.record": "Ghi vào sổ theo dõi",
    "activities.edit": "Sửa bản ghi",
    "activities.confirm": "Xác nhận bản ghi",
    "activities.return": "Trả lại bản ghi",
    "activities.withdraw": "Rút bản ghi khỏi sổ",
    "activities.publish": "Đăng bài",
    "activities.show": "Đưa lên chuyên trang",
    "activities.hide": "Gỡ khỏi chuyên trang",
    "organisations.edit": "Sửa thông tin tổ chức",
    "organisations.merge": "Gộp hai tổ chức",
    "schools.save": "Lưu trường",
    "imports.apply": "Nhập bảng tính",
    "imports.undo": "Hoàn tác lần nhập bảng tính",
}
# Every page of the administration tells its acts as admin.<model>.<act>.
ADMIN = "admin"
# The fields of these acts have the names of a model's.
_MODELS = {
    "activities": "activity", "organisations": "organisation", "schools": "school",
    "office_templates": "officetemplate", "signatories": "signatory",
}  # fmt: skip
_ADMIN_ACTS = {"add": "Thêm", "change": "Sửa", "delete": "Xóa", "password": "Đặt mật khẩu"}

_KEYS = {
    "state": "tình trạng",
    "version": "lần gửi",
    "revision": "lần lưu",
    "lines": "dòng đã sửa",
    "people": "người nhận",
    "units": "đơn vị",
    "without": "chưa có người nhận",
    "mails": "thư",
    "email": "thư điện tử",
    "mails_reminders": "thư nhắc việc",
    "mails_results": "thư kết quả",
    "reports": "báo cáo",
    "excluded": "miễn báo cáo",
    "reopened": "đang đính chính",
    "due_on": "hạn gửi",
    "locks_on": "khóa sau ngày",
    "until": "mở khóa đến hết ngày",
    "received_on": "ngày nhận bản giấy",
    "scan": "bản chụp",
    "number": "bản số",
    "code": "mã kiểm tra",
    "copy_of": "cùng số liệu với bản",
    "template": "mẫu văn bản",
    "document_number": "số văn bản",
    "document_date": "ngày văn bản",
    "holders": "chứng thư cấp cho",
    "sha256": "mã băm của tệp",
    "unread": "đơn vị chưa đọc",
    "restored": "lấy lại lần",
    "proposal": "kiến nghị số",
    "addressee": "gửi đến",
    "answered_on": "ngày trả lời",
    "certificate": "giấy chứng nhận",
    "scope": "phạm vi",
    "members": "thành viên",
    "council": "hội đồng",
    "unit": "đơn vị",
    "decided_on": "ngày quyết định",
    "rules_number": "số quy chế",
    "rules_on": "ngày quy chế",
    "assignment_number": "số văn bản phân công",
    "assigned_on": "ngày phân công",
    "end_reason": "lý do kết thúc",
    "oversees": "phụ trách đơn vị",
    "held_on": "ngày họp",
    "chaired_by": "chủ trì",
    "fields": "phần đã sửa",
    "into": "gộp vào",
    "evidence": "minh chứng",
    "criteria": "số tiêu chí",
    "criterion": "tiêu chí",
    "in_force_on": "có hiệu lực từ ngày",
    "self_score_until": "hạn tự chấm",
    "explain_until": "hạn giải trình",
    "differences": "điểm khác tự chấm",
    "name": "tên",
    "valid_from": "từ ngày",
    "valid_to": "đến ngày",
    "person": "người",
    "role": "vai trò",
    "decision": "văn bản phân công",
    "full_name": "họ và tên",
    "effective_on": "có hiệu lực từ",
    "heirs": "đơn vị nối tiếp",
    "shares": "tỷ lệ",
    "import_kind": "loại số liệu",
    "file": "tệp",
    "rows_new": "dòng mới",
    "rows_changed": "dòng thay đổi",
    "rows_same": "dòng không đổi",
}
# Lines of a report by the names that the log keeps; codes of targets and tasks speak for themselves.
_LINES = {
    "situation": "tình hình triển khai",
    "results": "kết quả nổi bật",
    "advantages": "thuận lợi",
    "difficulties": "khó khăn, vướng mắc",
    "causes": "nguyên nhân",
    "proposals": "kiến nghị, đề xuất",
    "next_quarter": "phương hướng quý sau",
    "item": "kết quả theo đề mục",
    "proposal": "kiến nghị cần trả lời",
    "estimate": "ước đến hết quý",
    "own_number": "số, ký hiệu",
    "own_date": "ngày ký",
    "signatory": "người ký",
    "is_nil": "không phát sinh",
    "attachments": "thêm tệp",
    "attachment": "gỡ tệp",
}
_ADDRESSEES = {"office": "Phòng Kinh tế", "committee": "UBND Quận 4", "department": "Sở Khoa học và Công nghệ"}
_OTHER_STATES = {
    "published": "Đã công bố",
    "open": "Chờ trả lời",
    "forwarded": "Đã chuyển",
    "answered": "Đã trả lời",
    "appraised": "Đã thẩm định",
    "in_force": "Có hiệu lực",
    "scoring": "Đang chấm điểm",
    "waiting": "Chưa tự chấm",
    "scored": "Đã tự chấm",
    "explained": "Có giải trình",
    "filed": "Đã nộp",
    "received": "Đã tiếp nhận",
    "supplement": "Yêu cầu bổ sung",
    "rejected": "Từ chối chấp nhận đơn",
    "recognised": "Đã công nhận",
    "refused": "Không công nhận",
}


def words(act: str) -> str:
    """The act as people read it; an unknown one by its own name, so that nothing disappears from the log."""
    if act in ACTS:
        return ACTS[act]
    model = _admin_model(act)
    if model:
        kind = act.rpartition(".")[2]
        return f"{_ADMIN_ACTS.get(kind, kind)} {model._meta.verbose_name}"
    return act


def changes(event) -> list[tuple[str, str, str]]:
    """(what, before, after) of an event, in the order it was written; "" where there was nothing."""
    own = _model(_MODELS.get(event.act.partition(".")[0]))
    before, after = (_in_words(facts, own) if own else facts for facts in (event.before, event.after))
    model = own or _admin_model(event.act)
    return [(_key(key, model), _value(key, before), _value(key, after)) for key in dict.fromkeys([*before, *after])]


def _admin_model(act):
    parts = act.split(".")
    return _model(parts[1]) if len(parts) == 3 and parts[0] == ADMIN else None


def _model(name):
    return next((model for model in apps.get_models() if model._meta.model_name == name), None) if name else None


def _in_words(facts, model) -> dict:
    """What the columns of ``model`` offer to choose from, and a list of its fields, as people read them."""
    labels = {column.name: dict(column.flatchoices) for column in model._meta.concrete_fields if column.flatchoices}
    return {
        key: [_key(name, model) for name in value] if key == "fields" else labels.get(key, {}).get(value, value)
        for key, value in facts.items()
    }


def _key(key, model) -> str:
    if model and key in {field.name for field in model._meta.get_fields() if hasattr(field, "verbose_name")}:
        return str(model._meta.get_field(key).verbose_name)
    return _KEYS.get(key, key)


def _value(key, facts) -> str:
    if key not in facts:
        return ""
    value = facts[key]
    if key == "state":
        return STATES[value][0] if value in STATES else _OTHER_STATES.get(value, str(value))
    if key == "lines":
        return ", ".join(map(_line, value)) or "–"
    if key == "addressee":
        return _ADDRESSEES.get(value, str(value))
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {one}" for name, one in value.items()) or "–"
    if value is None or value == "":
        return "–"
    return _day(value) if isinstance(value, str) else str(value)


def _line(name) -> str:
    """"results" and "attachments +2" in words, "P12 item:3" with its unit; any other name as it is."""
    plain = str(name).replace("text:", "").replace(":", " ").replace(" +", " ")
    return _NAMED_LINE.sub(lambda match: _LINES.get(match[0], match[0]), plain)


_NAMED_LINE = re.compile(r"(?<![\w.-])[a-z][a-z_]*")


def _day(text: str) -> str:
    """A stored ISO date the Vietnamese way; any other text as it is."""
    try:
        return format_date(dt.date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text
