"""Two entries of one person made one, and made two again."""
