"""Lists of participants, badges and name plates, to publish and to print."""
