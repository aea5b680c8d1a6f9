"""The page on which people comment on a draft."""
