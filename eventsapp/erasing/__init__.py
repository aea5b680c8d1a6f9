"""Erase one person: what goes, and what must stay."""
