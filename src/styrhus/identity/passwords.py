"""The demands on a password, with their sentences in our own languages (Django's are not complete in Norwegian)."""

from __future__ import annotations

from django.contrib.auth import password_validation as django_validators
from django.utils.translation import gettext as _


class NotTooShort(django_validators.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Passordet er for kort. Det må ha minst %(length)d tegn.") % {"length": self.min_length}


class NotCommon(django_validators.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Passordet er for vanlig. Velg et som ikke står på lister over passord.")


class NotNumbersAlone(django_validators.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("Passordet kan ikke være bare tall.")


class NotLikeOneself(django_validators.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("Passordet ligner for mye på navnet eller e-posten.")
