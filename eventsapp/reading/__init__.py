"""What the text of minutes says: from the bytes of a file to a record, without a database."""
