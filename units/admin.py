"""People, units, rights and the audit log in the administration."""

import datetime as dt
from decimal import Decimal

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db import models, transaction
from simple_history.admin import SimpleHistoryAdmin

from units import audit, vietnamese
from units.admin_fields import OVERRIDES, RowBox, RowsBox
from units.admin_site import site
from units.models import AuditEvent, Membership, Succession, Unit, User

# Never in the log: secrets, what changes by itself, and shadows of other columns.
_NOT_TOLD = {"id", "password", "last_login", "reset_mailed_at", "folded", "sort_key", "groups", "user_permissions"}


class AuditedAdmin(admin.ModelAdmin):
    """Open to administrators alone; each save and delete is told in the audit log, within its transaction.

    ``may_add``, ``may_change``, ``may_delete``: what even an administrator may do with these rows.
    ``audit_name``: the attribute that names a row in the log; its ``str()`` when empty. ``sheet``: under which name
    its rows are taken in and out as a sheet, by the portal's own pages and rules (reports.imports); "" for none.
    """

    may_add = may_change = may_delete = True
    audit_name = sheet = ""
    change_list_template = "units/admin_change_list.html"
    formfield_overrides = OVERRIDES

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"sheet": self.sheet, **(extra_context or {})})

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request):
        return self.may_add and self.admin_site.has_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.may_change and self.admin_site.has_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.may_delete and self.admin_site.has_permission(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowBox(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowsBox(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        request.audit_before = self._stored(obj) if change else {}
        super().save_model(request, obj, form, change)

    # Django calls these after the row and its many-to-many links are saved, in the same transaction.
    def log_addition(self, request, obj, message):
        self._record(request, obj, "add", after=self._stored(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        before, after = request.audit_before, self._stored(obj)
        changed = [key for key in after if before.get(key) != after[key]]
        if changed:
            self._record(
                request,
                obj,
                "change",
                before={key: before.get(key) for key in changed},
                after={key: after[key] for key in changed},
            )
        return super().log_change(request, obj, message)

    def delete_model(self, request, obj):
        with transaction.atomic():
            self._record(request, obj, "delete", before=facts(obj))
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for obj in queryset:
                self.delete_model(request, obj)

    def _stored(self, obj) -> dict:
        """As the database has it: 5 that was typed is 5.00 there."""
        return facts(self.model._base_manager.get(pk=obj.pk))

    def audit_subject(self, obj) -> str:
        return str(getattr(obj, self.audit_name) if self.audit_name else obj)

    def _record(self, request, obj, act, **values):
        subject = self.audit_subject(obj)[:120]
        audit.record(f"admin.{obj._meta.model_name}.{act}", subject, by=request.user, **values)


class HistoryAdmin(AuditedAdmin, SimpleHistoryAdmin):
    """With the earlier versions of a row. Going back to one is a change like any other."""

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        with transaction.atomic():
            return super().history_form_view(request, object_id, version_id, extra_context)


def facts(obj) -> dict:
    """The row as the log tells it: units by code, other rows by name, dates and decimals as text."""
    told = {}
    for field in obj._meta.concrete_fields:
        if field.name not in _NOT_TOLD:
            told[field.name] = _told(getattr(obj, field.name))
    for field in obj._meta.many_to_many:
        if field.name not in _NOT_TOLD:
            told[field.name] = sorted(_told(other) for other in getattr(obj, field.name).all())
    return told


def _told(value):
    if isinstance(value, Unit):
        return value.code
    if isinstance(value, models.Model | Decimal | dt.date):
        return str(value)
    return value


class FoldedSearch:
    """Search without accents, in the folded shadow column."""

    search_fields = ["folded"]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, vietnamese.fold(search_term))


@admin.register(User, site=site)
class UserAdmin(AuditedAdmin, DjangoUserAdmin):
    # An account is closed (is_active), not deleted: what the person did keeps its author.
    may_delete = False
    audit_name = "username"
    sheet = "nhan-su"
    list_display = ["username", "full_name", "email", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["username", "full_name", "email"]
    ordering = ["username"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Người dùng", {"fields": ["full_name", "email", "is_active"]}),
        ("Thời điểm", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "usable_password", "password1", "password2"]}),
    ]

    def user_change_password(self, request, id, form_url=""):
        request.audit_before = None
        with transaction.atomic():
            return super().user_change_password(request, id, form_url)

    def log_change(self, request, obj, message):
        if request.audit_before is None:
            self._record(request, obj, "password")
            return super(AuditedAdmin, self).log_change(request, obj, message)
        return super().log_change(request, obj, message)


@admin.register(Unit, site=site)
class UnitAdmin(FoldedSearch, HistoryAdmin):
    # A code is unique for ever: a unit ends on a day (valid_to), and another may follow it.
    may_delete = False
    audit_name = "code"
    sheet = "don-vi"
    list_display = ["code", "name", "group", "is_state_body", "files_reports", "has_head_step", "is_active", "valid_to"]
    list_filter = ["group", "kind", "is_active", "files_reports", "has_head_step"]

    def get_fieldsets(self, request, obj=None):
        fields = self.get_fields(request, obj)
        letter = {"fields": Unit.LETTER, "description": "Dòng nào để trống thì theo loại đơn vị."}
        rest = [name for name in fields if name not in Unit.LETTER]
        return [(None, {"fields": rest}), ("Đầu và cuối văn bản của đơn vị", letter)]


@admin.register(Membership, site=site)
class MembershipAdmin(HistoryAdmin):
    sheet = "nhan-su"

    def audit_subject(self, membership):
        return membership.user.username

    list_display = ["user", "role", "unit", "valid_from", "valid_to", "decision"]
    list_filter = ["role", "unit__group"]
    list_select_related = ["user", "unit"]
    search_fields = ["user__username", "user__full_name", "unit__folded"]
    autocomplete_fields = ["user", "unit"]
    ordering = ["user__username", "valid_from"]


@admin.register(Succession, site=site)
class SuccessionAdmin(AuditedAdmin):
    def audit_subject(self, succession):
        return f"{succession.from_unit.code} {succession.to_unit.code}"

    list_display = ["from_unit", "to_unit", "is_whole", "share", "effective_on", "decision"]
    list_select_related = ["from_unit", "to_unit"]
    autocomplete_fields = ["from_unit", "to_unit"]


@admin.register(AuditEvent, site=site)
class AuditEventAdmin(FoldedSearch, AuditedAdmin):
    """To read: nobody writes in the log but the acts themselves."""

    may_add = may_change = may_delete = False
    list_display = ["at", "actor", "actor_name", "act", "subject", "note"]
    date_hierarchy = "at"
