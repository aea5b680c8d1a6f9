"""The people of one meeting in one table, and what is done with many of them."""
