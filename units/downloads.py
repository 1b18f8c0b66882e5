"""Handing out what people handed in: as a download, never shown as a page of ours; SecurityMiddleware adds nosniff."""

from django.http import FileResponse, Http404

from units import storage


def stored(sha256: str, name: str, content_type: str) -> FileResponse:
    """The uploaded file under its hash, named ``name``. Who may have it, the view has asked. Http404 if it is gone."""
    path = storage.path(storage.ATTACHMENTS, sha256)
    if not path.exists():
        raise Http404("stored file is gone")
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content_type)
