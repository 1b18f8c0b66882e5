"""What every page needs: the day it is shown as of, and where one can go from it."""

from django.utils.functional import SimpleLazyObject

from q4kh.frame import Frame
from reports import matrix
from units import clock


def portal(request):
    """``demo_today`` is a date only where the pages must say that this is not the real day.

    ``open_period`` is read only by the login page: the period that is open and how many units have sent.
    """
    return {
        "demo_today": clock.today() if clock.is_as_of() else None,
        "frame": Frame(request),
        "open_period": SimpleLazyObject(lambda: matrix.at_a_glance(clock.today())),
    }
