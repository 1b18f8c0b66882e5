"""Addresses of what was achieved, in unaccented Vietnamese; names in English."""

from django.urls import path

from reports.views import (
    annual,
    annual_edit,
    annual_plan,
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
_ANNUAL = "ke-hoach-nam/<int:year>/"
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
    path("ke-hoach-nam/", annual.annual_plans, name="annual_plans"),
    path("ke-hoach-nam/nhac/", annual.remind, name="annual_remind"),
    path(f"{_ANNUAL}toan-quan/", annual.district, name="annual_district"),
    path(f"{_ANNUAL}toan-quan/pdf/", annual.district_pdf, name="annual_district_pdf"),
    path(f"{_ANNUAL}<slug:code>/", annual_plan.annual_plan, name="annual_plan"),
    path(f"{_ANNUAL}<slug:code>/soan/", annual_edit.edit, name="annual_plan_edit"),
    path(f"{_ANNUAL}<slug:code>/lan/<int:number>/", annual_plan.version, name="annual_plan_version"),
    path("kien-nghi/", proposals.listing, name="proposals"),
    path("kien-nghi/<int:pk>/", proposals.proposal, name="proposal"),
    path("tong-hop/", publication.publications, name="publications"),
    path(f"{_PUBLICATION}", publication.publication, name="publication"),
    path(f"{_PUBLICATION}ban/<int:number>/pdf/", publication.pdf, name="pdf"),
    path(f"{_PUBLICATION}ban/<int:number>/viec/", publication.job, name="job"),
    path("kiem-tra/", publication.check_form, name="check"),
    path("kiem-tra/<str:code>/", publication.check, name="check_code"),
    path("tin-nhan/", messages.notice_list, name="notices"),
    path("thu-nhac/", reminders.reminders, name="reminders"),
    path("lich/<slug:key>.ics", calendar.calendar, name="calendar"),
    path("thu-di/", outbox.outbox, name="outbox"),
    path("thu-di/gui-lai/", outbox.retry, name="outbox_retry"),
]
