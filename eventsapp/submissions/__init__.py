"""What people send in a consultation."""
