"""An e-mail back end that keeps mails in the database, where a page shows them: for installations without SMTP."""

from django.core.mail.backends.base import BaseEmailBackend

from reports.models import OutboxMail
from units import clock


class OutboxBackend(BaseEmailBackend):
    """``EMAIL_BACKEND`` of the demonstration. Dated by the portal's present, as everything that its pages show."""

    def send_messages(self, messages):
        rows = [
            OutboxMail(
                at=clock.now(),
                to=", ".join(message.recipients())[:400],
                subject=message.subject[:300],
                body=message.body,
            )
            for message in messages
            if message.recipients()
        ]
        OutboxMail.objects.bulk_create(rows)
        return len(rows)
