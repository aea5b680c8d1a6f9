"""The plan: everything that has a day, and entering many of them at once."""
