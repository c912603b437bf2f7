"""Sentences become vectors, and a question finds passages."""
