"""The administration under /quan-tri/: for the role *quản trị hệ thống* and nobody else (domain §1)."""

from functools import update_wrapper

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from units import views


class PortalAdmin(admin.AdminSite):
    """Django's own, but rights come from the person's memberships: is_staff and is_superuser open nothing."""

    site_header = "Quản trị Cổng Kế hoạch"
    site_title = "Quản trị"
    index_title = "Đơn vị, tài khoản, kế hoạch"

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.access.is_administrator

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            # Someone logged in without the right is told so; a login page would only send them round in a circle.
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def login(self, request, extra_context=None):
        """One door for everybody, with its lock-out and its line in the audit log."""
        return redirect_to_login(request.GET.get("next", "/"), settings.LOGIN_URL)

    def logout(self, request, extra_context=None):
        return views.Logout.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("units:password_change")


site = PortalAdmin(name="admin")
