"""What people may ask about their data, and what is deleted when."""
