"""Norwegian alphabetical order (… z æ ø å), the same on every PostgreSQL server.

The embedded server carries no ICU collations, so names are ordered by a function of the database that maps
each letter to its place: ``queryset.order_by(NorwegianOrder("name"))``.
"""

from django.db.models import CharField, Func


class NorwegianOrder(Func):
    function = "norwegian_order"
    output_field = CharField()
