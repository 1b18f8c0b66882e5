"""Addresses of the registry, of initiatives and of the public page."""

from django.urls import path

from initiatives.views import activity, organisations, people, recording, registry, schools

app_name = "initiatives"
urlpatterns = [
    # --- Sổ theo dõi: the registry ---
    path("so-theo-doi/", registry.activity_list, name="activities"),
    path("so-theo-doi/xac-nhan/", registry.confirm_many, name="confirm_many"),
    path("so-theo-doi/ghi/", recording.record, name="record"),
    path("so-theo-doi/ghi/<slug:kind>/", recording.record_kind, name="record_kind"),
    path("so-theo-doi/to-chuc/", organisations.organisation_list, name="organisations"),
    path("so-theo-doi/to-chuc/<int:pk>/", organisations.organisation, name="organisation"),
    path("so-theo-doi/truong/", schools.school_list, name="schools"),
    path("so-theo-doi/truong/<slug:code>/", schools.school, name="school"),
    path("so-theo-doi/can-bo/", people.people, name="people"),
    path("so-theo-doi/<int:pk>/", activity.activity, name="activity"),
    path("so-theo-doi/<int:pk>/sua/", recording.edit, name="activity_edit"),
    path("so-theo-doi/<int:pk>/tep/<int:evidence_pk>/", activity.evidence, name="evidence"),
]
