"""Who is asked to take part in a meeting, and what they answer."""
