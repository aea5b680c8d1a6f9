"""`python -m eventsapp` does what `eventsapp` does."""

from eventsapp.cli import main

main()
