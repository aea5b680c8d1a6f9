"""The day itself: who is not there, who came, whose room closes, and the fewest moves after it."""
