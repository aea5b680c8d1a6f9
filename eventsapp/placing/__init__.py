"""Who sits in which room: the problem, its rules, and the search for the best plan. All pure."""
