function Test-UpsPhotoFlow {
    <#
    .SYNOPSIS
    Tells why somebody has no picture: the first broken link of its way, then the whole way.

    .DESCRIPTION
    Looks at every station that a person's picture passes: the profile, its PictureURL, the zone and the automatic logon of
    the service account, the loopback check, SharePoint's own trust store, the site's service principal name, the clocks, the
    picture itself, the account in the directory, the right to write it, and whether the directory has what the profile's
    picture becomes. Nothing is changed.

    Every address may be left out: what was not named is Unknown, with what would tell it. What can be looked at is looked at,
    also behind a broken link; what fails only because something else does is Unknown and says so.

    .PARAMETER Identity
    Whose picture: alice, DOMAIN\alice, alice@domain, a SID or a claim; also the display name of the profile.

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
    Rules that exports make the pictures to: gal (the default), lync or large. The directory's picture is compared with what
    each of them makes.

    .PARAMETER Farm
    Address of the farm: sharepoint: is the farm of this server, farm:FILE what it said of itself in a file. Its addresses,
    its service account and what it maps are looked at.

    .PARAMETER Store
    Address of the farm's trusted root authorities: sharepoint: is those of this server's farm, folder:PATH a folder of
    certificates. The sites are verified against them alone, as SharePoint does.

    .PARAMETER Registry
    Address of the registry with the zones of the service account and the loopback check of its server: winreg:, reg:FILE or
    hive:FILE (an account's NTUSER.DAT, which knows nothing of the server).

    .PARAMETER Account
    Whose zones: a SID, DOMAIN\user, user@domain or .\user; service is the account of the -Farm's User Profile service. When
    not given: for winreg: with -Farm that service's account, else whom this runs under or the file's own user.

    .PARAMETER SiteAccount
    Account that the My Site host's application pool runs as; the service principal names of the sites must be its own.

    .PARAMETER ServedHere
    Hosts that the -Registry's own server answers to itself: whether the loopback check is in their way is looked at.

    .PARAMETER Log
    IIS logs of the servers that the My Site host is on, or folders of them: whether the picture was refused there.

    .PARAMETER EventLog
    Exports of the Application log with event 8311, SharePoint's own logs, or folders of them, as Get-UpsCertificateEvent
    takes them: what SharePoint refused of a site's certificates is told with its trust.

    .PARAMETER Metaverse
    Where the synchronization engine is: csexport:FILE, mv:FILE, runs:FILE or sql:PROVIDER, as Test-UpsMetaverse takes them
    (the connection string of sql: in the environment's PYUPSYNC_CONNECTION).

    .PARAMETER State
    What exports kept: sqlite:FILE. With it a picture that somebody else wrote since an export is told as that.

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

    .PARAMETER Proxy
    Proxy that the sites are asked through, as http://proxy.contoso.com:3128. None when not given, whatever the environment
    says. It is sent no credentials; https goes through it in a tunnel.

    .PARAMETER Html
    File that everything is told in as a page, with the picture as each station has it. An earlier page of that name is
    replaced.

    .PARAMETER Quiet
    Write $true when no check failed, and $false when one did, instead of the objects.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Test-UpsPhotoFlow alice -Profiles om: -Farm sharepoint: -Store sharepoint: -Registry winreg: -Site mysite.contoso.com -Directory ldaps://dc1.contoso.com/DC=contoso,DC=com

    Says why alice has no picture, on a server of the farm.

    .EXAMPLE
    Test-UpsPhotoFlow bob -Profiles csv:people.csv -Directory ldif:people.ldif -Photos folder:pictures -Html bob.html | Where-Object -Property Status -EQ -Value Fail

    Shows what is broken of bob's way, from files, and leaves a page with the picture as each station has it.

    .INPUTS
    System.String, PyUpSync.PhotoOutcome, PyUpSync.PhotoChange, PyUpSync.Photo

    Accounts as text, or objects with a property Identity, AccountName or Account.

    .OUTPUTS
    PyUpSync.Check

    One for each station, in the way's order. Shown by default: Check, Status (Pass, Fail, Warning, Unknown), Subject, Cause,
    Actual. Also: Expected, Evidence (lines), Advice (the exact command that mends it). The cause in one sentence is a
    warning; when nothing is broken it is verbose.

    System.Boolean

    With -Quiet: whether no check failed.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is its code: UsageInvalid,Test-UpsPhotoFlow.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Test-UpsPhotoSync

    .LINK
    Get-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Check', [bool])]
    param (
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [Alias('AccountName')]
        [string[]] $Identity,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'csv:FILE', 'jsonl:FILE', 'soap:URL', 'rest:URL', 'library:URL', 'om:' })]
        [string] $Profiles,

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

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'farm:FILE' })]
        [string] $Farm,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'folder:PATH' })]
        [string] $Store,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'winreg:', 'reg:FILE', 'hive:FILE' })]
        [string] $Registry,

        [ValidateNotNullOrEmpty()]
        [string] $Account,

        [ValidateNotNullOrEmpty()]
        [string] $SiteAccount,

        [ValidateNotNullOrEmpty()]
        [string[]] $ServedHere,

        [ValidateNotNullOrEmpty()]
        [string[]] $Log,

        [ValidateNotNullOrEmpty()]
        [string[]] $EventLog,

        [ValidateNotNullOrEmpty()]
        [string[]] $Metaverse,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sqlite:FILE' })]
        [string] $State,

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
        [string] $Proxy,

        [ValidateNotNullOrEmpty()]
        [string] $Html,

        [switch] $Quiet,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec
    )

    process {
        $names = $Identity
        # What this module writes of people has them as Account, which is another parameter here; PowerShell would make text of it all.
        if ($PSCmdlet.MyInvocation.ExpectingInput -and $_ -is [System.Management.Automation.PSCustomObject] -and
            -not ($_.PSObject.Properties['Identity'] -or $_.PSObject.Properties['AccountName'])) {
            $known = $_.PSObject.Properties['Account']
            $names = @(if ($null -ne $known -and $known.Value) { $known.Value })
            if (-not $names) {
                $problem = @{ Code = 'UsageInvalid'; Message = 'This object names nobody.'; Target = $_ }
                $PSCmdlet.WriteError((ConvertTo-UpsErrorRecord @problem -Advice 'It needs a property Identity, Account or AccountName.'))
            }
        }
        foreach ($who in $names) {
            $settings = ConvertTo-UpsSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
            $settings.person = $who
            $checks = Invoke-UpsJob -Cmdlet $PSCmdlet -Job 'diagnose.person' -Setting $settings
            if ($Quiet) {
                @($checks | Where-Object -Property Status -EQ -Value 'Fail').Count -eq 0
            } else {
                $checks
            }
        }
    }
}
