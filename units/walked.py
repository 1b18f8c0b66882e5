"""Rows of a long list that are read in their order until a page is full."""

from django.db.models import Q, QuerySet, Subquery
from django.db.models.lookups import IsNull


def there_is(rows: QuerySet) -> Q:
    """That there is one of ``rows`` (with an OuterRef), looked up for each outer row that is come to. Of ``Exists``
    PostgreSQL may make a table of all of them first, whole countries for the sake of fifty units."""
    return Q(IsNull(Subquery(rows.order_by().values("pk")[:1]), False))
