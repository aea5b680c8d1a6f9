"""The log as people read it: who saw, exported, changed or deleted what, when."""
