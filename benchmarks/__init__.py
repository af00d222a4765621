"""Measurements: how fast and how exact Styrhus is."""
