"""The web pages of a desk: search, stories, topics, outlets, ledger, metrics; they only read."""

from storywatch.web.pages import Shown, web_app
from storywatch.web.serving import Address, hosts_of, served
from storywatch.web.site import site

__all__ = ["Address", "Shown", "hosts_of", "served", "site", "web_app"]
