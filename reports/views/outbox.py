"""Thư đi: what could not be sent and why; without a mail server, what would have been sent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from reports import mailing
from reports.models import OutboxMail
from reports.tables import filing
from units import clock, exports
from units.tables import by_batches

PER_PAGE = 20
NAMED = 20  # how many accounts with an address that is refused are named
# What kind of failure → what it means. The server's own words are not kept: they hold people's addresses.
FAILURES = {
    "ConnectionRefusedError": "máy chủ thư không nhận kết nối",
    "TimeoutError": "máy chủ thư không trả lời",
    "gaierror": "không tìm thấy máy chủ thư theo tên",
    "SSLError": "kết nối mã hóa với máy chủ thư không thành",
    "SSLCertVerificationError": "chứng thư của máy chủ thư không hợp lệ",
    "SMTPAuthenticationError": "máy chủ thư không nhận tài khoản gửi",
    "SMTPServerDisconnected": "máy chủ thư ngắt kết nối giữa chừng",
    "SMTPConnectError": "máy chủ thư từ chối phục vụ",
    "SMTPSenderRefused": "máy chủ thư không nhận địa chỉ gửi",
    "SMTPRecipientsRefused": "địa chỉ nhận bị từ chối",
    "SMTPDataError": "máy chủ thư không nhận nội dung",
    "ValueError": "thư không đúng dạng",
}


@require_safe
@login_required
@exports.offered
def outbox(request):
    """Newest first, for administrators. With a mail server the list is empty and says why."""
    _administrators_only(request)
    if exports.wanted(request):
        mails = OutboxMail.objects.defer("body")
        return filing.of_mails(by_batches(mails, list), mails.count(), clock.today())
    page = Paginator(OutboxMail.objects.all(), PER_PAGE).get_page(request.GET.get("trang"))
    failing = mailing.put_off().values("mail_error").annotate(mails=Count("pk"), next_at=Min("mail_claimed_until"))
    context = {
        "page": page,
        "waiting": mailing.waiting().count(),
        "failures": [
            {**row, "words": FAILURES.get(row["mail_error"], "lỗi khác")}
            for row in failing.order_by("-mails", "mail_error")
        ],
        "refused": list(
            mailing.given_up()
            .order_by("user__username")
            .values("user_id", "user__username", "mail_error")
            .annotate(mails=Count("pk"))[:NAMED]
        ),
    }
    return render(request, "reports/outbox.html", context)


@login_required
@require_POST
def retry(request):
    """Try at once what was put off, instead of when its turn comes."""
    _administrators_only(request)
    number = mailing.retry_now(by=request.user)
    if number:
        messages.success(request, f"Đang gửi lại {number} thư. Mở lại trang này sau một phút để xem kết quả.")
    else:
        messages.info(request, "Không có thư nào gửi lỗi đang chờ.")
    return redirect("reports:outbox")


def _administrators_only(request):
    if not request.user.access.is_administrator:
        raise PermissionDenied
