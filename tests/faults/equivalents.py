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
    "reports/views/annual.py::_own: unit__in=access.acts_for (scope)": "looked up by the person's own units, line by line",
    "reports/views/annual_plan.py::find: user (scope)": "whoever sees no plan of this unit had a 404 before rows are asked",
    "reports/views/annual_plan.py::version: annual_plans.can_read_official(request.user, found.row)":
        "who reads no draft and came past find() leads; a plan one of whose sendings was accepted has an official one",
    "reports/views/home.py::home: access.sees_states":
        "spares a query: a unit's home counts anew, and who has no role has no such entry in the menu",
    "reports/views/lists.py::reports: access.sees_states #2": "who does not see the states of all is never asked for a period",
    "reports/views/lists.py::reports: request.user (scope)":
        "who does not see the states of all is kept to the own units by the next filter",
    "reports/views/people.py::people: access.sees_states #2": _COUNT,
    "reports/views/period.py::_page: access.sees_states #2": "spares a query: the page asks shows_units before it names them",
    "reports/views/proposals.py::_post: request.user (scope)": "whoever answers sees all, and others were refused before",
    "reports/views/publication.py::_page: publishing.can_edit(request.user)":
        "_shown hands a draft to who edits it alone, and _post refuses others before it looks",
    "reports/views/report.py::page: permissions.can_read_official(user, row)":
        "who reads no content is shown none, and proposals stand beside it alone; without an accepted version there are none",
    "reports/views/unit_home.py::page: unit_id__in=access.acts_for (scope) #2": "looked up by the keys of own reports",
}
