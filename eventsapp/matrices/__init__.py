"""The matrix of comments: out as a table, and back in after colleagues worked in it."""
