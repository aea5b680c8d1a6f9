"""Releases of drafts, entered by staff: to whom, and from when."""
