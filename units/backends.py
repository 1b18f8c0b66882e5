"""Who a session belongs to."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import FilteredRelation, Q

from units import clock
from units.models import User
from units.roles import access_from


class Backend(ModelBackend):
    """Django's own, but the person comes with their preferences and roles: every page asks for them, and in the same
    query."""

    def get_user(self, user_id):
        on = clock.today()
        in_force = Q(memberships__valid_from__lte=on) & (
            Q(memberships__valid_to=None) | Q(memberships__valid_to__gte=on)
        )
        rows = list(
            User.objects.filter(pk=user_id)
            .annotate(held=FilteredRelation("memberships", condition=in_force))
            .select_related("preference", "held__unit")
            .order_by("held__unit__group", "held__unit__order")
        )
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        user = rows[0]
        # The days of one request are one day; whoever changes roles within it sees them at the next.
        user.access = access_from([row.held for row in rows if row.held is not None])
        return user
