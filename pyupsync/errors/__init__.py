"""The one tree of errors. Every leaf has a stable code; every message says what happened, to what, what to do.

UpSyncError
 +-- UsageError            UsageInvalid            the command, the arguments or the configuration (exit code 2)
 |    +-- CredentialError  CredentialUnusable      a keytab, password file or ticket that cannot be used
 |    +-- PlanUnreadable   PlanUnreadable          a saved plan that is none, or of another version
 +-- ProfileError          ProfileUnreadable       a source of profiles, or one row of it
 |    +-- ProfileDenied    ProfileAccessDenied     the source refused us
 |    +-- ProfileUnreachable  ProfileSiteUnreachable  no connection, no answer in time
 |    +-- ProfileUntrusted ProfileSiteUntrusted    the source's certificate is not trusted
 |    +-- AccountError     AccountUnreadable       an account name in none of the known forms
 +-- PhotoError            PhotoFailed             one picture
 |    +-- FetchError       PhotoFetchFailed        it could not be fetched
 |    |    +-- PhotoMissing       PhotoNotFound        the site says there is none
 |    |    +-- PhotoDenied        PhotoAccessDenied    the site refused us
 |    |    +-- PhotoUnreachable   PhotoSiteUnreachable no connection, no answer in time
 |    |    +-- PhotoBusy          PhotoSiteBusy        the site asks for fewer requests, or has too much to do
 |    |    +-- PhotoUntrusted     PhotoSiteUntrusted   the site's certificate is not trusted
 |    +-- ImageError       ImageUnusable           what was fetched is no usable picture
 |         +-- NotAnImage         ImageNotAPicture     a login page, an error page, nothing at all
 |         +-- ImageTruncated     ImageTruncated       the picture ends too early
 |         +-- ImageTooLarge      ImageTooLarge        more pixels or bytes than are read
 +-- StateError            StateFailed             what is kept between the runs of the photo jobs
 |    +-- StateUnreadable          StateUnreadable          damaged, another program's, of a newer version
 |    +-- RunInProgress            RunInProgress            another run is at work, where only one may be (exit code 75)
 |    |    +-- StateInUse               StateInUse               it is writing to the state file
 |    +-- ForeignPhoto             ForeignPhoto             somebody else changed a picture since it was published
 |    +-- PreviousNotKept          PreviousNotKept          the picture that a run replaced is no longer kept
 |    +-- ClearLimitExceeded       ClearLimitExceeded       more pictures would be cleared than may be
 +-- TrustError            TrustFailed             certificates and the stores they are trusted in
 |    +-- CertificateError         CertificateFailed        a certificate, or what should hold one
 |    |    +-- CertificateUnreadable      CertificateUnreadable      no certificate in any form that is read
 |    |    +-- CertificatesTooLarge       CertificatesTooLarge       more bytes or certificates than are read
 |    |    +-- PrivateKeyRefused          PrivateKeyRefused          a private key came with it
 |    +-- SiteChainError           SiteChainUnavailable     a site's chain, or an issuer's file, not got
 |    +-- TrustStoreError          TrustStoreFailed         the store of trusted root authorities
 |         +-- AlreadyTrusted             AlreadyTrusted             another run has done it meanwhile: nothing to do
 +-- EventsError           EventsUnreadable        a log of events, or an export of one, that cannot be read
 +-- MetaverseError        MetaverseUnreadable     a synchronization engine's database, or a file it has written
 +-- FarmError             FarmFailed              what a SharePoint farm says of itself
 +-- SynchronizationError  SynchronizationFailed   the User Profile service's own synchronization
 |    +-- ProfileServiceMissing    ProfileServiceMissing    no User Profile service application, or it does not run
 |    +-- ProfileServiceDenied     ProfileServiceAccessDenied  it does not let this account in
 |    +-- ConnectionMissing        ConnectionNotFound       it has no connection of that name
 |    +-- ExportUnsupported        NoExportOnADImport       Active Directory Import exports nothing
 |    +-- SynchronizationRunning   SynchronizationRunning   one is running already
 |    +-- AlreadyMapped            AlreadyMapped            another run has done it meanwhile: nothing to do
 +-- ZonesError            ZonesFailed             Internet Explorer's zones, and the registry they are kept in
 |    +-- SiteError                SiteRefused              a URL has no place in the zone map
 |    |    +-- SiteTooWide                SiteTooWide                a wildcard, a bare top-level domain
 |    |    +-- SiteUnsupported            SiteUnsupported            an IPv6 address, another scheme
 |    +-- ZoneConflict             ZoneConflict             the site is in another zone already
 |    +-- ZonePolicyInForce        ZonePolicyInForce        a policy makes the entry void
 |    +-- RegistryError            RegistryFailed           the registry, or a file that holds a part of it
 |    |    +-- RegistryUnreadable         RegistryUnreadable         it cannot be read as one
 |    |    +-- RegistryDenied             RegistryAccessDenied       no right to read or write there
 |    |    +-- HiveDirty                  HiveDirty                  its logs hold what is not in it yet
 |    +-- ServiceAccountError      ServiceAccountUnknown    the account whose zones are meant
 |         +-- ServiceProfileMissing      ServiceProfileMissing      it has no user profile yet
 +-- AccessError           AccessFailed            rights in the directory
 |    +-- DescriptorUnreadable     DescriptorUnreadable     no security descriptor
 |    +-- DescriptorChanged        DescriptorChanged        somebody else changed it since it was looked at
 |    +-- DescriptorFull           DescriptorFull           its list takes no further entry
 |    +-- UndoUnusable             AccessUndoUnusable       the file of what was granted cannot be read or written
 +-- LogError              LogFailed               a web server's log, or where logs should be
 |    +-- LogMissing               LogMissing               there is none
 |    +-- LogUnreadable            LogUnreadable            it cannot be opened, or is damaged
 |    +-- LogUnsupported           LogUnsupported           it is in a format that is not read
 +-- DeploymentError       DeploymentFailed        bringing a farm into its desired state
 |    +-- PlanOutdated             PlanOutdated             the world has moved since a plan was saved
 +-- ScheduleError         ScheduleFailed          systemd, or Windows' Task Scheduler, and what is defined there
 |    +-- ScheduleNameTaken        ScheduleNameTaken        something else of that name is there
 +-- ModuleError           ModuleFailed            the PowerShell module's installation
 |    +-- ModuleNameTaken          ModuleNameTaken          something else is in its place
 |    +-- ModuleFolderDenied       ModuleFolderDenied       no right to write to the folder of modules
 |    +-- PythonUnusable           PythonUnusable           this Python cannot be hosted
 +-- DirectoryError        DirectoryFailed         the directory
      +-- DirectoryUnavailable    DirectoryUnavailable    not reached, or lost
      +-- DirectoryUntrusted      DirectoryUntrusted      its certificate is not trusted
      +-- DirectoryLogonFailed    DirectoryLogonFailed    it refused the logon
      +-- DirectoryTooWeak        DirectoryAuthTooWeak    it wants a stronger logon (LDAP result 8)
      +-- DirectoryDenied         DirectoryAccessDenied   insufficientAccessRights (LDAP result 50)
      +-- DirectoryRejected       DirectoryValueRejected  the value breaks the schema (results 19, 21)
      +-- PersonNotFound          PersonNotFound          no such entry (result 32)

The codes are the same on the command line, in JSON and in PowerShell's FullyQualifiedErrorId.
"""

from __future__ import annotations

from pyupsync.errors.access import (
    AccessError,
    DescriptorChanged,
    DescriptorFull,
    DescriptorUnreadable,
    UndoUnusable,
)
from pyupsync.errors.base import UpSyncError
from pyupsync.errors.deployment import DeploymentError, PlanOutdated, PlanUnreadable
from pyupsync.errors.directory import (
    DirectoryDenied,
    DirectoryError,
    DirectoryLogonFailed,
    DirectoryRejected,
    DirectoryTooWeak,
    DirectoryUnavailable,
    DirectoryUntrusted,
    PersonNotFound,
)
from pyupsync.errors.events import EventsError
from pyupsync.errors.farm import FarmError
from pyupsync.errors.logs import LogError, LogMissing, LogUnreadable, LogUnsupported
from pyupsync.errors.metaverse import MetaverseError
from pyupsync.errors.module import ModuleError, ModuleFolderDenied, ModuleNameTaken, PythonUnusable
from pyupsync.errors.photos import (
    AccountError,
    FetchError,
    ImageError,
    ImageTooLarge,
    ImageTruncated,
    NotAnImage,
    PhotoBusy,
    PhotoDenied,
    PhotoError,
    PhotoMissing,
    PhotoUnreachable,
    PhotoUntrusted,
    ProfileDenied,
    ProfileError,
    ProfileUnreachable,
    ProfileUntrusted,
)
from pyupsync.errors.schedule import ScheduleError, ScheduleNameTaken
from pyupsync.errors.state import (
    ClearLimitExceeded,
    ForeignPhoto,
    PreviousNotKept,
    RunInProgress,
    StateError,
    StateInUse,
    StateUnreadable,
)
from pyupsync.errors.synchronization import (
    AlreadyMapped,
    ConnectionMissing,
    ExportUnsupported,
    ProfileServiceDenied,
    ProfileServiceMissing,
    SynchronizationError,
    SynchronizationRunning,
)
from pyupsync.errors.trust import (
    AlreadyTrusted,
    CertificateError,
    CertificatesTooLarge,
    CertificateUnreadable,
    PrivateKeyRefused,
    SiteChainError,
    TrustError,
    TrustStoreError,
)
from pyupsync.errors.usage import CredentialError, UsageError
from pyupsync.errors.zones import (
    HiveDirty,
    RegistryDenied,
    RegistryError,
    RegistryUnreadable,
    ServiceAccountError,
    ServiceProfileMissing,
    SiteError,
    SiteTooWide,
    SiteUnsupported,
    ZoneConflict,
    ZonePolicyInForce,
    ZonesError,
)

__all__ = [
    "AccessError",
    "AccountError",
    "AlreadyMapped",
    "AlreadyTrusted",
    "CertificateError",
    "CertificateUnreadable",
    "CertificatesTooLarge",
    "ClearLimitExceeded",
    "ConnectionMissing",
    "CredentialError",
    "DeploymentError",
    "DescriptorChanged",
    "DescriptorFull",
    "DescriptorUnreadable",
    "DirectoryDenied",
    "DirectoryError",
    "DirectoryLogonFailed",
    "DirectoryRejected",
    "DirectoryTooWeak",
    "DirectoryUnavailable",
    "DirectoryUntrusted",
    "EventsError",
    "ExportUnsupported",
    "FarmError",
    "FetchError",
    "ForeignPhoto",
    "HiveDirty",
    "ImageError",
    "ImageTooLarge",
    "ImageTruncated",
    "LogError",
    "LogMissing",
    "LogUnreadable",
    "LogUnsupported",
    "MetaverseError",
    "ModuleError",
    "ModuleFolderDenied",
    "ModuleNameTaken",
    "NotAnImage",
    "PersonNotFound",
    "PhotoBusy",
    "PhotoDenied",
    "PhotoError",
    "PhotoMissing",
    "PhotoUnreachable",
    "PhotoUntrusted",
    "PlanOutdated",
    "PlanUnreadable",
    "PreviousNotKept",
    "PrivateKeyRefused",
    "ProfileDenied",
    "ProfileError",
    "ProfileServiceDenied",
    "ProfileServiceMissing",
    "ProfileUnreachable",
    "ProfileUntrusted",
    "PythonUnusable",
    "RegistryDenied",
    "RegistryError",
    "RegistryUnreadable",
    "RunInProgress",
    "ScheduleError",
    "ScheduleNameTaken",
    "ServiceAccountError",
    "ServiceProfileMissing",
    "SiteChainError",
    "SiteError",
    "SiteTooWide",
    "SiteUnsupported",
    "StateError",
    "StateInUse",
    "StateUnreadable",
    "SynchronizationError",
    "SynchronizationRunning",
    "TrustError",
    "TrustStoreError",
    "UndoUnusable",
    "UpSyncError",
    "UsageError",
    "ZoneConflict",
    "ZonePolicyInForce",
    "ZonesError",
]
