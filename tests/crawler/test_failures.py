"""What a failed fetch is called."""

from __future__ import annotations

import pytest
from OpenSSL import SSL
from scrapy.exceptions import DownloadFailedError
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.failures import name_failure

EXPIRED = SSL.Error([("SSL routines", "", "certificate verify failed")])


@pytest.mark.parametrize(
    ("behind", "key", "words"),
    [
        (EXPIRED, "tls", "certificate verify failed"),
        (SSL.Error(), "tls", "no secure connection"),
        (ConnectionLost(), "connection", "the connection failed"),
    ],
)
def test_a_secure_connection_that_fails_is_named_as_such(
    behind: Exception, key: str, words: str
) -> None:
    failed = ResponseFailed([Failure(behind)])
    error = DownloadFailedError(str(failed))
    error.__cause__ = failed

    found, sentence = name_failure(error, "https://bugle.example/")

    assert found == key
    assert words in sentence
    assert "<" not in sentence  # no Python object is shown to people
