"""Agendas as they are announced, printed and laid out beside one another."""
