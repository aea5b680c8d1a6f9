"""The registry of experts."""
