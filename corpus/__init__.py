"""A story becomes sentences and statements: who said what, and when. Nothing here knows of vectors or of chats."""
