"""Measures storywatch against floors that may only rise: `python -m bench`."""
