"""The rooms of a round by hand: what they are, who leads them, their order, closing them."""
