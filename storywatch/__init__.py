"""The trade: what news monitoring is, from a lead to a recorded story; never imports Scrapy."""
