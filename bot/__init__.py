"""A question becomes a cited answer, in the terminal, as JSON, and on Telegram."""
