"""The own questions of a registration form, as the secretariat writes them."""
