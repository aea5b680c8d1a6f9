"""Invitation letters."""
