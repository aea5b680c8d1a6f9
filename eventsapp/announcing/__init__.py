"""What a meeting is before it is held, who sees it then, and how that changes."""
