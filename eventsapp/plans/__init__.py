"""Two plans for a round side by side: who moves, and what each is worth."""
