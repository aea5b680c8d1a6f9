"""Who is heard when."""
