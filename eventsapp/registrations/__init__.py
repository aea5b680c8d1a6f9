"""Forms by which people register for a meeting, and what became of each."""
