"""Kiểm tra bản in: what a printed copy or a file must say. No login, no personal data, no unit's figures."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reports import checking, corrections, publishing
from reports.models import Publication
from units.paper_text import number_text


@require_safe
def check_form(request):
    """Type the code of a printed copy."""
    typed = request.GET.get("ma", "").strip()[:40]
    if typed:
        return redirect("reports:check_code", publishing.normal_code(typed))
    return render(request, "reports/check.html", {"code": ""})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request, code):
    """Anyone with its code can compare; who posts a file is told what it is, and nothing of it is kept."""
    row = (
        Publication.objects.filter(code=publishing.normal_code(code), state=Publication.State.PUBLISHED)
        .select_related("period__plan", "replaces", "replaced_by", "copy_of__replaced_by")
        .defer("copy_of__snapshot", "copy_of__replaced_by__snapshot")
        .first()
    )
    if row is None:
        return render(request, "reports/check.html", {"code": code}, status=404)
    newer = publishing.successor(row)
    context = {
        "code": code,
        "row": row,
        "snapshot": row.snapshot,
        "number": number_text(row.snapshot["document"]["number"], row.snapshot["document"]["symbol"]),
        "next": newer,
        # Of a copy the figures were put right in another paper, with other words: not comparable line by line.
        "next_changes": corrections.between(row.snapshot, newer.snapshot) if publishing.replacement(row) else None,
        "changes": corrections.between(row.replaces.snapshot, row.snapshot) if row.replaces else None,
        "signatures": row.signatures.all() if row.signed_sha256 else [],
    }
    status = 200
    if request.method == "POST":
        upload = request.FILES.get("file")
        context["problem"] = _refusal(upload)
        if context["problem"]:
            status = 422
        else:
            context["finding"] = checking.what_is(row, upload.read())
            context["file_name"] = upload.name
    return render(request, "reports/check.html", context, status=status)


def _refusal(upload) -> str:
    if upload is None:
        return "Chọn tệp PDF rồi bấm kiểm tra."
    if upload.size > checking.LIMIT:
        return "Tệp lớn hơn 10 MB, không kiểm tra được; tệp của cổng nhỏ hơn nhiều."
    return "" if upload.size else "Tệp rỗng, chọn lại tệp."
