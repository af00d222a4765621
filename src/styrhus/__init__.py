"""Styrhus: the wheelhouse from which a Norwegian directorate is steered."""

__version__ = "0.1.0"
