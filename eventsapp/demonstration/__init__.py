"""The demonstration: the real record with a clock of its own."""
