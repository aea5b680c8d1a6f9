"""The words by which staff print countries and categories."""
