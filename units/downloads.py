"""Handing out files, as downloads: never shown as a page of ours; SecurityMiddleware adds nosniff."""

from django.http import FileResponse, Http404, HttpResponse

from units import storage

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def stored(sha256: str, name: str, content_type: str, folder: str = storage.ATTACHMENTS) -> FileResponse:
    """The file kept under its hash, named ``name``. Who may have it, the view has asked. Http404 if it is gone."""
    return _sent(folder, sha256, "", name, content_type)


def published(sha256: str, suffix: str, name: str, content_type: str) -> FileResponse:
    """The same for a file of a published report, kept with its suffix."""
    return _sent(storage.PUBLISHED, sha256, suffix, name, content_type)


def _sent(folder, sha256, suffix, name, content_type):
    try:
        file = storage.reader(folder, sha256, suffix)
    except FileNotFoundError:
        raise Http404("stored file is gone") from None
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def made(content: bytes, content_type: str, name: str) -> HttpResponse:
    """What the portal has just drawn, named ``name``, which is of ASCII without quotes."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
