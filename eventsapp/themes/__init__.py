"""The themes of rooms that experts would like to work on."""
