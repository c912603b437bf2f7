"""Pages fetched from addresses that somebody else wrote."""

from corpus.web.fetching import Page, fetch, fetch_page
from corpus.web.policy import Policy

__all__ = ["Page", "Policy", "fetch", "fetch_page"]
