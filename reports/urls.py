"""Addresses of what was achieved, in unaccented Vietnamese; names in English."""

from django.urls import path

from reports.views import (
    calendar,
    filing,
    home,
    lists,
    messages,
    office,
    outbox,
    period,
    progress,
    proposals,
    publication,
    queue,
    reminders,
    report,
    target,
    targets,
)

app_name = "reports"

_REPORT = "bao-cao/<int:year>/<int:quarter>/<slug:code>/"
_PUBLICATION = "tong-hop/<int:year>/<int:quarter>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("bao-cao/", lists.reports, name="list"),
    path("bao-cao/chap-nhan/", queue.accept_many, name="accept_many"),
    path("nhiem-vu/", lists.tasks, name="tasks"),
    path("tien-do/", progress.progress, name="progress"),
    path("tien-do/nhac/", progress.remind, name="remind"),
    path(_REPORT, report.report, name="report"),
    path(f"{_REPORT}soan/", filing.edit, name="edit"),
    path(f"{_REPORT}soan/tep/", filing.attach, name="attach"),
    path(f"{_REPORT}lan/<int:number>/", report.version, name="version"),
    path(f"{_REPORT}tep/<str:sha256>/", report.attachment, name="attachment"),
    path(f"{_REPORT}mien/", report.exclude, name="exclude"),
    path(f"{_REPORT}mo-khoa/", office.unlock, name="unlock"),
    path(f"{_REPORT}nhap-thay/", office.enter_paper, name="paper"),
    path(f"{_REPORT}de-nghi-sua/", office.ask, name="ask"),
    path("ky/<int:year>/<int:quarter>/", period.period, name="period"),
    path("chi-tieu/", targets.targets, name="targets"),
    path("chi-tieu/<slug:code>/", target.target, name="target"),
    path("kien-nghi/", proposals.listing, name="proposals"),
    path("kien-nghi/<int:pk>/", proposals.proposal, name="proposal"),
    path("tong-hop/", publication.publications, name="publications"),
    path(f"{_PUBLICATION}", publication.publication, name="publication"),
    path(f"{_PUBLICATION}ban/<int:number>/viec/", publication.job, name="job"),
    path(f"{_PUBLICATION}ban/<int:number>/<slug:kind>/", publication.file, name="file"),
    path("kiem-tra/", publication.check_form, name="check"),
    path("kiem-tra/<str:code>/", publication.check, name="check_code"),
    path("tin-nhan/", messages.notice_list, name="notices"),
    path("thu-nhac/", reminders.reminders, name="reminders"),
    path("lich/<slug:key>.ics", calendar.calendar, name="calendar"),
    path("thu-di/", outbox.outbox, name="outbox"),
    path("thu-di/gui-lai/", outbox.retry, name="outbox_retry"),
]
