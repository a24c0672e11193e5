"""Answers other than 401 that are no picture, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from pyupsync.diagnosis.log_codes import Reason

ANSWERS: Mapping[str, Reason] = {
    "3": Reason(
        "Redirected",
        "",
        "The picture's address leads on to another: where the logon is a form, to its page.",
        "Give the My Site host Windows authentication in the zone that its pictures are asked for by.",
    ),
    "400": Reason(
        "RequestRefused",
        "",
        "The server could not take the request: a header is too long, as with a ticket of very many groups.",
        "Look at the HTTPERR log of that time, and at MaxFieldLength and MaxRequestBytes of HTTP.sys.",
    ),
    "403": Reason(
        "AccessForbidden",
        "",
        "The server forbids it: the account has no right, or the site wants TLS or a certificate.",
        "Look at the substatus: 403.4 wants https, 403.7 a client's certificate, others a right on the library.",
    ),
    "404": Reason(
        "PictureNotFound",
        "",
        "There is no such picture: it was deleted, or never made in this size.",
        "Update-SPProfilePhotoStore -MySiteHostLocation URL -CreateThumbnailsForImportedPhotos 1 makes missing sizes.",
    ),
    "5": Reason(
        "ServerFailed",
        "",
        "The server failed.",
        "Look at its application pool, and at SharePoint's own logs of that time.",
    ),
}
"""Answers that are no picture, by the status or its first figure."""
