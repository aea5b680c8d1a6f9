"""What operators ask for: is it alive, is it well, what is wrong."""
