"""A stand-in for what SharePoint answers about profiles over HTTP, for people given as data.

It keeps to the documents, not to any code of ours: the SOAP service to the sample answers that its own page shows
(``UserProfileService.asmx?op=GetUserProfileByIndex``) and to
https://learn.microsoft.com/previous-versions/office/developer/sharepoint-2010/ms583891(v=office.14), for 2013 and later
to the same page with ``office.15``; the REST service and the lists to the documents their modules name.
"""

from __future__ import annotations

from tests.standins.profile_services.farm import Farm, Library, ProfileOnFarm, Version
from tests.standins.profile_services.server import serving

__all__ = ["Farm", "Library", "ProfileOnFarm", "Version", "serving"]
