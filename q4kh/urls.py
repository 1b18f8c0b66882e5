"""Every address of the portal, an app at a time."""

from django.urls import include, path

from q4kh.health import healthz
from units.admin_site import site as admin_site

handler500 = "q4kh.trouble.page"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("quan-tri/", admin_site.urls),
    path("", include("units.urls")),
    path("", include("targets.urls")),
    path("", include("initiatives.urls")),
    path("", include("reports.urls")),
]
