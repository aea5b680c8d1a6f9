"""Which governments name which people for which processes."""
