"""Who a session belongs to."""

from django.contrib.auth.backends import ModelBackend

from units.models import User


class Backend(ModelBackend):
    """Django's own, but the person comes with their preferences: pages ask for them, and in the same query."""

    def get_user(self, user_id):
        user = User.objects.select_related("preference").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
