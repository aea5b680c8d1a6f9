"""What gets in each other's way in the plan, and what was accepted all the same."""
