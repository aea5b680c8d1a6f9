"""The roster of a room: for who leads it, on paper, on doors, and for Zoom and Teams."""
