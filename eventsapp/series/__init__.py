"""The pages and verbs of a consultation that is repeated."""
