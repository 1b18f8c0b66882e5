"""Addresses of what was tried, in unaccented Vietnamese; names in English."""

from django.urls import path

from initiatives.views import (
    activity,
    application,
    councils,
    crawlers,
    initiative,
    meetings,
    organisations,
    people,
    public,
    recording,
    register,
    registry,
    rules,
    schools,
)

app_name = "initiatives"

_RECORD = "so-theo-doi/<int:pk>/"
_INITIATIVE = "sang-kien/<int:pk>/"
_COUNCIL = "hoi-dong/<int:pk>/"
_MEETING = f"{_COUNCIL}hop/<int:meeting_pk>/"

urlpatterns = [
    # The registry.
    path("so-theo-doi/", registry.activity_list, name="activities"),
    path("so-theo-doi/xac-nhan/", registry.confirm_many, name="confirm_many"),
    path("so-theo-doi/ghi/", recording.record, name="record"),
    path("so-theo-doi/ghi/<slug:kind>/", recording.record_kind, name="record_kind"),
    path("so-theo-doi/to-chuc/", organisations.organisation_list, name="organisations"),
    path("so-theo-doi/to-chuc/<int:pk>/", organisations.organisation, name="organisation"),
    path("so-theo-doi/truong/", schools.school_list, name="schools"),
    path("so-theo-doi/truong/<slug:code>/", schools.school, name="school"),
    path("so-theo-doi/can-bo/", people.people, name="people"),
    path("so-theo-doi/cach-dem/", rules.listing, name="rules"),
    path("so-theo-doi/cach-dem/<slug:code>/", rules.rule, name="rule"),
    path(_RECORD, activity.activity, name="activity"),
    path(f"{_RECORD}sua/", recording.edit, name="activity_edit"),
    path(f"{_RECORD}tep/<int:evidence_pk>/", activity.evidence, name="evidence"),
    # Initiatives: the register, an application, its legal life and papers.
    path("sang-kien/", register.initiatives, name="initiatives"),
    path("sang-kien/moi/", application.new, name="initiative_new"),
    path(_INITIATIVE, initiative.initiative, name="initiative"),
    path(f"{_INITIATIVE}sua/", application.edit, name="initiative_edit"),
    path(f"{_INITIATIVE}tep/<int:file_pk>/", initiative.file, name="initiative_file"),
    path(f"{_INITIATIVE}phieu-tiep-nhan/", initiative.receipt, name="receipt"),
    path(f"{_INITIATIVE}giay-chung-nhan/", initiative.certificate, name="certificate"),
    # Councils: who sits in them, what waits for them, when they met.
    path("hoi-dong/", councils.council_list, name="councils"),
    path("hoi-dong/moi/", councils.new, name="council_new"),
    path(_COUNCIL, councils.council, name="council"),
    path(f"{_COUNCIL}sua/", councils.edit, name="council_edit"),
    path(f"{_COUNCIL}nhiem-ky-moi/", councils.next_term, name="council_next"),
    path(f"{_COUNCIL}thanh-vien/", councils.members, name="council_members"),
    path(f"{_COUNCIL}phan-cong/", councils.assignment, name="council_assignment"),
    path(f"{_COUNCIL}hop/moi/", meetings.new, name="meeting_new"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}sua/", meetings.edit, name="meeting_edit"),
    path(f"{_MEETING}bien-ban/", meetings.minutes, name="meeting_minutes"),
    # The public page: no login.
    path("chuyen-trang/", public.public, name="public"),
    path("chuyen-trang/rss.xml", crawlers.feed, name="public_feed"),
    path("chuyen-trang/<slug:section>/<int:pk>-<slug:slug>/", public.public_item, name="public_item"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
]
