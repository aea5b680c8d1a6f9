"""Drafts as staff hand them over, look at them, keep them and settle what is doubtful."""
