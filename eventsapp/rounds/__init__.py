"""Rounds of break-out rooms by hand: rooms, rules, wishes, and the themes that experts want."""
