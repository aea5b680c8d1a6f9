"""When can they all come, and whose night would it be."""
