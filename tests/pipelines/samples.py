from __future__ import annotations

from storywatch.outlet import Outlet, Source

URL = "https://bugle.example/news/harbour-bridge-opens"
OUTLET = Outlet(
    id="bugle",
    homepage="https://bugle.example/",
    source=(Source(kind="feed", url="https://bugle.example/feed"),),
)
