"""Processes, the series of their meetings, and how the next meeting is made from the last."""
