"""Drafts and their releases."""
