"""Timeline, counts, charts."""
