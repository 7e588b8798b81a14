"""Replica outlets on loopback, scriptable, with a clock: the demo, the tests and the bench read them."""

from newsstand.clock import Clock
from newsstand.declare import declare, topics
from newsstand.profile import Channel, Form, Profile
from newsstand.server import serve
from newsstand.serving import Request, Serving
from newsstand.shelf import Edition, Fault, Shelf
from newsstand.stand import Stand
from newsstand.story import Block, Credit, Kind, Story, blocks_of
from newsstand.truth import Truth

__all__ = [
    "Block",
    "Channel",
    "Clock",
    "Credit",
    "Edition",
    "Fault",
    "Form",
    "Kind",
    "Profile",
    "Request",
    "Serving",
    "Shelf",
    "Stand",
    "Story",
    "Truth",
    "blocks_of",
    "declare",
    "serve",
    "topics",
]
