"""The pages of the registry: find people, correct them, nominate them."""
