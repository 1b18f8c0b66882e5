"""Councils of experts in the administration: their decision, term and members."""

from django.contrib import admin

from initiatives.models import Council, CouncilMember
from units.admin import HistoryAdmin
from units.admin_site import site


class MemberInline(admin.TabularInline):
    """Rights are those of the council's own page (AuditedAdmin)."""

    model = CouncilMember
    extra = 3
    fields = ["name", "post", "role"]

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(Council, site=site)
class CouncilAdmin(HistoryAdmin):
    """The one that advises on initiatives is chosen by whoever records its opinion, while its term lasts."""

    list_display = ["name", "kind", "unit", "decision_number", "valid_from", "valid_to"]
    list_filter = ["kind", "unit__group"]
    list_select_related = ["unit"]
    search_fields = ["name", "decision_number"]
    autocomplete_fields = ["unit"]
    inlines = [MemberInline]

    def _stored(self, obj):
        """With its members, which are rows of their own."""
        members = [f"{one.name} ({one.get_role_display()})" for one in CouncilMember.objects.filter(council=obj)]
        return super()._stored(obj) | {"members": members}
