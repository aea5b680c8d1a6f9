"""Figures of participation: who comes, by region, country, category, gender and role."""
