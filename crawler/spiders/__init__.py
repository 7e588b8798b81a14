"""The one spider: every outlet is crawled by it."""
