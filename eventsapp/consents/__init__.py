"""What people agreed to on paper or by word, written down by the secretariat, and taken back."""
