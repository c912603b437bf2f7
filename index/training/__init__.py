"""Training of the reader; never imported while questions are answered."""
