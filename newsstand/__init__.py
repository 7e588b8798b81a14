"""Replica outlets on loopback, scriptable, with a clock: for the demo, the tests and the bench."""

from newsstand.clock import Clock, wall_now
from newsstand.declare import declare, topics
from newsstand.kept import KeptServing, serve_kept
from newsstand.profile import Channel, Form, Profile
from newsstand.server import HOST, serve
from newsstand.serving import Request, Serving
from newsstand.shelf import Edition, Fault, Shelf
from newsstand.stand import Stand
from newsstand.standing import ports_from, standing, told_to_end
from newsstand.story import Block, Credit, Kind, Story, blocks_of
from newsstand.truth import Truth

__all__ = [
    "HOST",
    "Block",
    "Channel",
    "Clock",
    "Credit",
    "Edition",
    "Fault",
    "Form",
    "KeptServing",
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
    "ports_from",
    "serve",
    "serve_kept",
    "standing",
    "told_to_end",
    "topics",
    "wall_now",
]
