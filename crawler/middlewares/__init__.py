"""Downloader middlewares: what every request passes on its way out."""
