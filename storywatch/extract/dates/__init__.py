"""A story's dates with their evidence: candidates from the page, a reading of each, and a
decision.

Its front door is `normalising.normalise_dates`.
"""
