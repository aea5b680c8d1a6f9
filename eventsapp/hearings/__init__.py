"""Who is asked to be heard in a consultation, and how they come in."""
