"""Meetings, days, agendas, who takes part."""
