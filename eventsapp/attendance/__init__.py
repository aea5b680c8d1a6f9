"""Who was there: by day and by room, on a phone or on paper."""
