function Export-UpsPhoto {
    <#
    .SYNOPSIS
    Writes SharePoint profile pictures to Active Directory's thumbnailPhoto.

    .DESCRIPTION
    Reads the profiles, finds each person in the directory, fetches the picture, makes it fit (a JPEG of the right size
    without metadata), compares it with what the directory has and writes only what differs.

    Each person's outcome is written to the pipeline as it happens: Applied, Unchanged, Skipped or Failed, with a code, the
    reason and what to do. A failed person is an error as well (not a terminating one); the others go on. A profile without
    a picture never removes one from the directory. Running it again changes nothing that is up to date.

    Ctrl-C stops it within moments; what was written stays, and running it again goes on from there.

    .PARAMETER Profiles
    Address of the people's profiles. A file: csv:FILE (columns AccountName, PictureURL and, if you like, PreferredName)
    or jsonl:FILE. On a server of the farm: om: (Windows PowerShell, SharePoint 2013 and later). From anywhere:
    soap:https://HOST (every version), rest:https://HOST?accounts=FILE (2013 and later; a text with one account a line) or
    library:https://HOST (the pictures of the My Site host); these are logged on to as the photo site is and get
    credentials only as a -Site. library:FOLDER takes a copy of the picture library. Relative paths start at
    PowerShell's current location.

    .PARAMETER Directory
    Address of the directory: ldaps://HOST[:PORT]/BASE, ldap+starttls://HOST[:PORT]/BASE, or ldif:FILE for a directory
    exported to a file. Plaintext LDAP is refused. Of several hosts ('ldaps://dc1,dc2/BASE') the first that can be reached is
    used, and the next when it is gone; without a host (ldaps:///DC=contoso,DC=com) DNS names the domain controllers.

    Several addresses are for several domains or forests: each person is looked for in the directory of their domain. All
    are logged on to alike; where each wants a login of its own, the command line takes them from a configuration file.

    .PARAMETER Photos
    Where the pictures are: http (the default) fetches each person's PictureURL; folder:PATH takes them from a folder.

    .PARAMETER Site
    Places that may be sent credentials: a host such as mysite.contoso.com, or with its scheme and port where no other of
    them is meant: https://mysite.contoso.com:444. No other place ever gets any.

    .PARAMETER Image
    Rules the pictures are made to: gal (96x96, at most 10 KB; the default), lync (48x48) or large (at most 100 KB).

    .PARAMETER Authentication
    How to log on to the directory. Current (the default) is the identity this runs under; Kerberos takes -Credential, or
    -UserName with -Keytab; Ntlm and Simple take -Credential. It is Kerberos when only -Credential or -Keytab is given.

    .PARAMETER Credential
    User and password for the directory. The password stays in memory: it is on no command line and in no log.

    .PARAMETER UserName
    User of the -Keytab for the directory: svc_ups@CORP.CONTOSO.COM.

    .PARAMETER Keytab
    Path of a Kerberos keytab for -UserName.

    .PARAMETER SiteAuthentication
    How to log on to the photo site: Current, Kerberos, Basic or None. Without any -Site... logon parameter the site is
    logged on to as the directory is, where that is Current or Kerberos.

    .PARAMETER SiteCredential
    User and password for the photo site. Means Kerberos when -SiteAuthentication is not given.

    .PARAMETER SiteUserName
    User of the -SiteKeytab for the photo site.

    .PARAMETER SiteKeytab
    Path of a Kerberos keytab for -SiteUserName.

    .PARAMETER CAFile
    PEM file of the certification authorities to trust for TLS, instead of the system's.

    .PARAMETER Output
    For an ldif: directory, the LDIF file of changes; FILE with the suffix .changes.ldif when not given. The export appends
    to it, and whatever it holds counts as made, for the plan too. Load it with ldifde or ldapmodify.

    .PARAMETER Report
    Files that tell of the run: .html is a page with pictures before and after and the failures by cause, .csv a line for
    each person, .json everything for programs. An earlier report of that name is replaced when the new one is whole.

    .PARAMETER ThrottleLimit
    Pictures fetched at once, from 1 to 64; 8 when not given.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .PARAMETER RequestsPerSecond
    Requests a second that one host of the photo site gets at most; no bound when not given.

    .PARAMETER ConnectionsPerHost
    Requests at once that one host of the photo site gets at most, from 1 to 64; -ThrottleLimit when not given.

    .PARAMETER MaximumRetryCount
    How often a picture is asked for again where the site is too busy (429, 503) or drops the connection, from 0 to 20; 4
    when not given. What the site asks for (Retry-After) is waited for, five minutes at most.

    .PARAMETER Proxy
    Proxy that the pictures are fetched through, as http://proxy.contoso.com:3128. None when not given, whatever the
    environment says. It is sent no credentials; https goes through it in a tunnel.

    .PARAMETER State
    Where runs keep what they know and did: sqlite:FILE. With it a run in which nothing changed reads no picture, somebody
    else's change is left alone, and Restore-UpsPhoto can put back what a run replaced. See docs/state.md.

    .PARAMETER OverwriteForeign
    Write over pictures that somebody else put there since a run published one. Without it they are skipped, with the code
    ForeignPhoto. Takes -State.

    .PARAMETER ClearMissing
    Clear the picture of people whose profile no longer has one: only a picture that a run published, with
    -OverwriteForeign any. Takes -State.

    .PARAMETER MaxClear
    How many pictures -ClearMissing may clear: a number, or a percentage of the profiles such as 5%; 10% when not given. If
    there are more, nothing is cleared and the run ends with the error ClearLimitExceeded.

    .PARAMETER KeepMB
    How much of the pictures that runs replaced is kept in -State, in MB; 1000 when not given. The oldest go first.

    .PARAMETER KeepDays
    How many days the pictures that runs replaced are kept in -State; 365 when not given.

    .PARAMETER LockFile
    A file that one export at a time holds; another is refused with the error RunInProgress. With -State it is not needed: the
    state has a lock of its own. The lock ends with the process, however that ends.

    .PARAMETER LockTimeoutSec
    Seconds to wait for another run that has the -LockFile or the -State, from 0 to 86400; 0 when not given.

    .PARAMETER Log
    Where the run is logged: files of JSON lines, which may be rotated at any time; eventlog: is the Windows event log
    (Application, source pyupsync), journal: systemd's journal. No log holds a password.

    .PARAMETER LogLevel
    The least that is logged: debug has everybody, info (the default) who was changed, skipped or failed.

    .PARAMETER Metrics
    A file whose name ends in .prom, for node_exporter's textfile collector: when the last run ended and how, how long it took,
    and what became of how many people.

    .EXAMPLE
    Export-UpsPhoto -Profiles csv:people.csv -Directory ldaps://dc1.contoso.com/DC=contoso,DC=com -Site mysite.contoso.com

    Exports everybody's picture as the user running PowerShell.

    .EXAMPLE
    Export-UpsPhoto csv:people.csv ldaps://dc1.contoso.com/DC=contoso,DC=com -Site mysite.contoso.com -WhatIf -Report next.html

    Shows what would be done and changes nothing; leaves a page with every picture before and after.

    .EXAMPLE
    $failed = Export-UpsPhoto csv:people.csv ldif:people.ldif -Photos folder:pictures -ErrorAction SilentlyContinue |
        Where-Object -Property Status -EQ -Value 'Failed'
    $failed | Format-List -Property Account, Code, Reason, Advice

    Exports from a folder into an LDIF file of changes, and lists who failed, why, and what to do.

    .EXAMPLE
    $unattended = @{ LockFile = 'export.lock'; LockTimeoutSec = 600; Log = 'export.jsonl'; Metrics = 'photos.prom' }
    Export-UpsPhoto csv:people.csv ldif:people.ldif -Photos folder:pictures @unattended

    Exports while nobody watches: one run at a time, logged, and with metrics for monitoring.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.PhotoOutcome

    One for each profile. Shown by default: Account, Status, Code, Reason. Also: Advice, Person (distinguished name), Action,
    BeforeSha256, BeforeBytes, AfterSha256, AfterBytes.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: DirectoryAccessDenied,Export-UpsPhoto.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsPhotoPlan

    .LINK
    Restore-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.PhotoOutcome')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'csv:FILE', 'jsonl:FILE', 'soap:URL', 'rest:URL', 'library:URL', 'om:' })]
        [string] $Profiles,

        [Parameter(Mandatory, Position = 1)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'ldaps://HOST/BASE', 'ldap+starttls://HOST/BASE', 'ldif:FILE' })]
        [string[]] $Directory,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'http', 'folder:PATH' })]
        [string] $Photos,

        [ValidateNotNullOrEmpty()]
        [string[]] $Site,

        [ValidateSet('gal', 'lync', 'large')]
        [string] $Image,

        [ValidateSet('Current', 'Kerberos', 'Ntlm', 'Simple')]
        [string] $Authentication,

        [System.Management.Automation.PSCredential] $Credential,

        [ValidateNotNullOrEmpty()]
        [string] $UserName,

        [ValidateNotNullOrEmpty()]
        [string] $Keytab,

        [ValidateSet('Current', 'Kerberos', 'Basic', 'None')]
        [string] $SiteAuthentication,

        [System.Management.Automation.PSCredential] $SiteCredential,

        [ValidateNotNullOrEmpty()]
        [string] $SiteUserName,

        [ValidateNotNullOrEmpty()]
        [string] $SiteKeytab,

        [ValidateNotNullOrEmpty()]
        [string] $CAFile,

        [ValidateNotNullOrEmpty()]
        [string] $Output,

        [ValidateNotNullOrEmpty()]
        [string[]] $Report,

        [ValidateRange(1, 64)]
        [int] $ThrottleLimit,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec,

        [ValidateRange(0.01, 100000)]
        [double] $RequestsPerSecond,

        [ValidateRange(1, 64)]
        [int] $ConnectionsPerHost,

        [ValidateRange(0, 20)]
        [int] $MaximumRetryCount,

        [ValidateNotNullOrEmpty()]
        [string] $Proxy,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sqlite:FILE' })]
        [string] $State,

        [switch] $OverwriteForeign,

        [switch] $ClearMissing,

        [ValidateNotNullOrEmpty()]
        [string] $MaxClear,

        [ValidateRange(0, 1000000000)]
        [int] $KeepMB,

        [ValidateRange(0, 36500)]
        [int] $KeepDays,

        [ValidateNotNullOrEmpty()]
        [string] $LockFile,

        [ValidateRange(0, 86400)]
        [int] $LockTimeoutSec,

        [ValidateNotNullOrEmpty()]
        [string[]] $Log,

        [ValidateSet('debug', 'info', 'warning', 'error')]
        [string] $LogLevel,

        [ValidateNotNullOrEmpty()]
        [string] $Metrics
    )

    $job = @{
        Cmdlet  = $PSCmdlet
        Job     = 'photos.export'
        Setting = ConvertTo-UpsSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
    }
    Invoke-UpsJob @job -Apply
}
