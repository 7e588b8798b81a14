"""The round: fetching politely; the Scrapy project."""

# Each class that Scrapy has renamed there looks through all that is loaded and all that calls it,
# which takes a tenth of a second when this is imported by what needs it.
import scrapy.core.downloader.contextfactory  # noqa: F401
