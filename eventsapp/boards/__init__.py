"""The board of a round: its working copy, moved by hand, and what of it people are told."""
