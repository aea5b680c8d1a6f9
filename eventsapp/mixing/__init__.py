"""How fair the break-out rooms are: who is mixed with whom, who met, and what is covered."""
