"""What is held about one person, from all packages, in plain groups."""
