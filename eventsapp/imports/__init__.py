"""People out of spreadsheets: read, compared, decided, saved, undone."""
