"""Who a session belongs to."""

from django.contrib.auth.backends import ModelBackend

from units import sessions


class Backend(ModelBackend):
    """Django's own, but takes the person that came with the session."""

    def get_user(self, user_id):
        user = sessions.brought(user_id)
        if user is None:
            return super().get_user(user_id)
        return user if self.user_can_authenticate(user) else None
