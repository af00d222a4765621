"""What a person may see of the money: that of the agencies where a role lets them, and of those under their ministry."""

from __future__ import annotations

from typing import Any

from django.db import models

from styrhus.economy.access import Permission
from styrhus.identity.models import User

from .structure import Chapter


class OfPost(models.QuerySet[Any]):
    def visible_to(self, user: User) -> OfPost:
        """Those of posts that ``user`` may see: for what the ministry too is to know, such as authorisations."""
        return self.filter(post__chapter__in=Chapter.objects.visible_to(user).order_by())


class InsidePost(models.QuerySet[Any]):
    def visible_to(self, user: User) -> InsidePost:
        """Those of posts in the agencies where ``user`` has a role: what the agency binds is its own business."""
        if user.may(Permission.SEE_ALL_MONEY):
            return self
        return self.filter(post__chapter__agency__in=user.organisations_with(Permission.SEE_COMMITMENTS))


class InsideAgency(models.QuerySet[Any]):
    def visible_to(self, user: User) -> InsideAgency:
        """Those of the agencies where ``user`` has a role: never the ministry's."""
        if user.may(Permission.SEE_ALL_MONEY):
            return self
        return self.filter(agency__in=user.organisations_with(Permission.SEE_COMMITMENTS))
