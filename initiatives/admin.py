"""Councils of experts in the administration: their decision, term and members."""

from django import forms
from django.contrib import admin

from initiatives import councils
from initiatives.models import Council, CouncilMember
from units.admin import HistoryAdmin
from units.admin_site import site


class MemberInline(admin.TabularInline):
    """Rights are those of the council's own page (AuditedAdmin)."""

    model = CouncilMember
    extra = 3
    fields = ["name", "post", "role", "left_on"]

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class CouncilForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) for name in ("kind", "unit", "valid_from")):
            span = cleaned["valid_from"], cleaned.get("valid_to")
            if other := councils.overlapping(cleaned["kind"], cleaned["unit"], *span, but=self.instance.pk):
                term = councils.term_text(other)
                self.add_error("valid_from", f"Trùng nhiệm kỳ của “{other.name}” ({term}); sửa lại ngày.")
        return cleaned


@admin.register(Council, site=site)
class CouncilAdmin(HistoryAdmin):
    """The one that advises on initiatives is chosen by whoever records its opinion, while its term lasts."""

    form = CouncilForm
    list_display = ["name", "kind", "unit", "decision_number", "valid_from", "valid_to"]
    list_filter = ["kind", "unit__group"]
    list_select_related = ["unit"]
    search_fields = ["name", "decision_number"]
    autocomplete_fields = ["unit"]
    inlines = [MemberInline]

    def save_model(self, request, obj, form, change):
        # Whoever has the council's form open in the portal is told.
        obj.revision += 1
        super().save_model(request, obj, form, change)

    def _stored(self, obj):
        """With its members, which are rows of their own; without the lock."""
        members = [f"{one.name} ({one.get_role_display()})" for one in CouncilMember.objects.filter(council=obj)]
        told = super()._stored(obj) | {"members": members}
        told.pop("revision")
        return told
