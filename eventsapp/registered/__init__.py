"""What registered people do on their own page: confirm, correct, answer more, withdraw."""
