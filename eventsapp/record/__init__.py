"""The pages that put a meeting together: agenda with notes, rooms, people, what followed."""
