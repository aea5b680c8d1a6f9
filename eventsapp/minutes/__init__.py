"""The record, in and out."""
