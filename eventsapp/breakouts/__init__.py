"""Break-out rooms."""
