"""The page that ranks times for a meeting by whose night they are."""
