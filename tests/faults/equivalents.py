"""Checks whose absence changes nothing that anybody could notice, and why: tests.faults.mutations does not count them.

A check stays where it stands although another one stands before or behind it: each guards its own door when the other is
mended. A key that no check has any more fails tests/faults/test_mutations.py.
"""

_ADMIN = "units.admin_site refuses everybody but administrators before Django's own view asks again"
_BEFORE = "whoever is no administrator was refused before this was asked"
_COUNT = "says what a page or its file tells of itself; the rows are scoped on their own"

REASONS = {
    "units/admin.py::AuditedAdmin.has_module_permission: self.admin_site.has_permission(request) (rule)": _ADMIN,
    "units/admin.py::AuditedAdmin.has_view_permission: self.admin_site.has_permission(request) (rule)": _ADMIN,
    "units/admin.py::AuditedAdmin.has_add_permission: self.admin_site.has_permission(request) (rule)": _ADMIN,
    "units/admin.py::AuditedAdmin.has_change_permission: self.admin_site.has_permission(request) (rule)": _ADMIN,
    "units/admin.py::AuditedAdmin.has_delete_permission: self.admin_site.has_permission(request) (rule)": _ADMIN,
    "initiatives/admin.py::MemberInline.has_view_permission: self.admin_site.has_permission(request) (rule)": _ADMIN,
    "units/admin_site.py::PortalAdmin.has_permission: request.user.is_authenticated": _BEFORE,
    "units/admin_site.py::PortalAdmin.admin_view.guarded: request.user.is_authenticated #2": _BEFORE,
    "units/roles.py::access_of: user.is_active": "the log-in back end gives no session to an account that is not used",
    "units/roles.py::access_of: user.is_authenticated": "it is asked of accounts alone: a visitor has no \"access\" to ask",
    "targets/budget_pages.py::budget_list: budgets.reads_all(request.user)": _COUNT,
    "targets/budget_pages.py::_in_words: budgets.reads_all(user)": _COUNT,
    "targets/budget_pages.py::budget_list: request.user (scope) #2": _COUNT,
    "units/following.py::_row: job.asked_by_id == user.pk": "says “của tôi” beside a row",
    "reports/annual_lists.py::needs: unit__in=access.acts_for (scope)": "plans of other units are never looked at",
}
