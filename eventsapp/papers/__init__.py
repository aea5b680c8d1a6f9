"""The papers of a meeting, each in the languages it has, and who may read them."""
