"""The room's pages."""

from . import delegations, findings, internal

__all__ = ("delegations", "findings", "internal")
