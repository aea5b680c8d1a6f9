"""What the secretariat answers to comments: the list, groups, decisions, and their publication."""
