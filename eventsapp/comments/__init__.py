"""Comments that people are asked for on a draft: rounds, the people asked, what they say."""
