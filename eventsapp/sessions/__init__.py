"""Series: on which days and at which hours something comes again, and what is otherwise."""
