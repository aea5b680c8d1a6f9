"""Who changed or saw what."""
