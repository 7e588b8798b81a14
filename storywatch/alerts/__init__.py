"""Alerts: what is due for whom and when, how it is put into a mail, and the relay that tells it."""
