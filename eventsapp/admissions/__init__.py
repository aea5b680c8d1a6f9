"""What the secretariat decides about registrations, one by one or many at once."""
