"""Trained weights, with the command that makes them in `corpus.train_tagger`."""
