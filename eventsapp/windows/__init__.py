"""Windows that are extended or moved, and what follows from that."""
