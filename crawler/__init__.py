"""The round: fetching politely; the Scrapy project."""
