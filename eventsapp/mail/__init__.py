"""The outbox of e-mails."""
