"""Agendas as they are edited, announced, compared and printed."""
