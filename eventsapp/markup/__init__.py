"""Comments and tracked changes that stand in a Word file, taken in as comments."""
