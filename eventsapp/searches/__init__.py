"""Searches for a better placement: asked for, worked on by a process of their own, taken over."""
