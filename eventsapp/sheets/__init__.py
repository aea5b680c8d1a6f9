"""Tables that people send and are sent: from the bytes of a file to rows, and back. Pure."""
