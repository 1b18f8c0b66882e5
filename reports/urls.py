"""Addresses of what was achieved, in unaccented Vietnamese; names in English."""

from django.urls import path

from reports.views import filing, home, lists, outbox, progress, publication, report, target, targets

app_name = "reports"

_REPORT = "bao-cao/<int:year>/<int:quarter>/<slug:code>/"
_PUBLICATION = "tong-hop/<int:year>/<int:quarter>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("bao-cao/", lists.reports, name="list"),
    path("nhiem-vu/", lists.tasks, name="tasks"),
    path("tien-do/", progress.progress, name="progress"),
    path("tien-do/nhac/", progress.remind, name="remind"),
    path(_REPORT, report.report, name="report"),
    path(f"{_REPORT}soan/", filing.edit, name="edit"),
    path(f"{_REPORT}lan/<int:number>/", report.version, name="version"),
    path(f"{_REPORT}tep/<str:sha256>/", report.attachment, name="attachment"),
    path(f"{_REPORT}mien/", report.exclude, name="exclude"),
    path("chi-tieu/", targets.targets, name="targets"),
    path("chi-tieu/<slug:code>/", target.target, name="target"),
    path("tong-hop/", publication.publications, name="publications"),
    path(f"{_PUBLICATION}", publication.publication, name="publication"),
    path(f"{_PUBLICATION}ban/<int:number>/pdf/", publication.pdf, name="pdf"),
    path(f"{_PUBLICATION}ban/<int:number>/viec/", publication.job, name="job"),
    path("kiem-tra/", publication.check_form, name="check"),
    path("kiem-tra/<str:code>/", publication.check, name="check_code"),
    path("thu-di/", outbox.outbox, name="outbox"),
]
