"""The trade: what news monitoring is, from an outlet's lead to a recorded story; never imports Scrapy."""
