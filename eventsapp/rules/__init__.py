"""The pages of rules and wishes for break-out rooms."""
