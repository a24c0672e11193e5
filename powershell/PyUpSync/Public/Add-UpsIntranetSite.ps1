function Add-UpsIntranetSite {
    <#
    .SYNOPSIS
    Brings sites into the Local intranet zone of an account, so that its clients send their credentials there.

    .DESCRIPTION
    Maps each site to the zone, with exactly its host and its scheme and never wider, in the zone map of the account that
    fetches the pictures, which is not yours. ZoneMap\Domains and ZoneMap\EscDomains are written alike (Enhanced Security
    Configuration reads the second), an IPv4 address as one of ZoneMap\Ranges. Everything from the pipeline is read first.

    Each registry value's outcome is written to the pipeline: Applied, Unchanged, Skipped or Failed, with a code, the reason
    and what to do. A failed one is an error as well (not a terminating one); the others go on. What is right already is left
    as it is, so running it again writes nothing. An entry for another zone is a conflict, and where policy makes an entry
    void it is said which policy and what to add to it; neither is written over. A new key that hides a mapping is warned about.

    Before anything is written, what was there goes into an undo file. A client reads its zones once, when it starts.

    .PARAMETER Url
    Addresses of sites: https://mysite.contoso.com, http://mysite, http://10.0.0.7, \\server\share. Port and path do not
    count. Each is mapped with exactly its host and its scheme.

    .PARAMETER Farm
    Address of a farm whose own addresses are meant too, as Get-UpsAlternateUrl lists them: sharepoint: is the farm of this
    server, farm:FILE what it said of itself in a file.

    .PARAMETER Account
    Whose zones: a SID, DOMAIN\user, user@domain or .\user; service is the account of the -Farm's User Profile service. When
    not given: for winreg: with -Farm that service's account, else whom this runs under or the file's own user.

    .PARAMETER Registry
    Address of the registry: winreg: (the default) is this computer's own; another account's profile is loaded where it is
    not, and unloaded again. reg:FILE is a file that Registry Editor exported, hive:FILE an account's NTUSER.DAT that nobody
    has loaded. Relative paths start at PowerShell's current location.

    .PARAMETER Directory
    Where the SID of a name is looked up outside of Windows: ldaps://HOST[:PORT]/BASE or ldap+starttls://HOST[:PORT]/BASE.

    .PARAMETER Authentication
    How to log on to the directory. Current (the default) is the identity this runs under; Kerberos takes -Credential, or
    -UserName with -Keytab; Ntlm and Simple take -Credential. It is Kerberos when only -Credential or -Keytab is given.

    .PARAMETER Credential
    User and password for the directory. The password stays in memory: it is on no command line and in no log.

    .PARAMETER UserName
    User of the -Keytab for the directory: svc_ups@CORP.CONTOSO.COM.

    .PARAMETER Keytab
    Path of a Kerberos keytab for -UserName.

    .PARAMETER CAFile
    PEM file of the certification authorities to trust for the directory's TLS, instead of the system's.

    .PARAMETER Force
    Change an entry that maps the site to another zone, and add one that holds for every host below the site's as well.
    Without it both are errors and nothing of them is written.

    .PARAMETER RegFile
    Write what is to be changed to this .reg file too, for reg import or Group Policy preferences; with -WhatIf it is all
    that is written.

    .PARAMETER UndoFile
    Where what was there before is kept, a .reg file that must not exist yet or a folder; importing it undoes the run. When
    not given: a file zones-undo-DATE.reg in PowerShell's current location.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Add-UpsIntranetSite -Farm sharepoint:

    Brings every address of this server's farm into the zone of its User Profile service's account.

    .EXAMPLE
    Get-UpsAlternateUrl | Where-Object -Property WebApplication -EQ -Value 'My Sites' | Add-UpsIntranetSite -Account CONTOSO\svc-ups

    Brings the addresses of one web application into the zone of a named account.

    .EXAMPLE
    Add-UpsIntranetSite -Url https://mysite.contoso.com, http://mysite -Registry reg:account.reg -WhatIf

    Shows what would be written to an exported registry file, and writes nothing.

    .INPUTS
    System.String

    Addresses, also as the property Url of any object: what Get-UpsAlternateUrl and Test-UpsIntranetSite write.

    .OUTPUTS
    PyUpSync.ZoneOutcome

    One for each registry value, and one for each address that has no place in the zone map. Shown by default: Url, Tree
    (of the zone map: Domains, EscDomains or Ranges), Status, Code, Reason. Also: Advice, Action, Target (key and value),
    BeforeZone, AfterZone (zone numbers).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: ZoneConflict,Add-UpsIntranetSite.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Test-UpsIntranetSite

    .LINK
    Remove-UpsIntranetSite

    .LINK
    Get-UpsIntranetSite

    .LINK
    Get-UpsAlternateUrl

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.ZoneOutcome')]
    param (
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Url,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'farm:FILE' })]
        [string] $Farm,

        [ValidateNotNullOrEmpty()]
        [string] $Account,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'winreg:', 'reg:FILE', 'hive:FILE' })]
        [string] $Registry,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'ldaps://HOST/BASE', 'ldap+starttls://HOST/BASE' })]
        [string] $Directory,

        [ValidateSet('Current', 'Kerberos', 'Ntlm', 'Simple')]
        [string] $Authentication,

        [System.Management.Automation.PSCredential] $Credential,

        [ValidateNotNullOrEmpty()]
        [string] $UserName,

        [ValidateNotNullOrEmpty()]
        [string] $Keytab,

        [ValidateNotNullOrEmpty()]
        [string] $CAFile,

        [switch] $Force,

        [ValidateNotNullOrEmpty()]
        [string] $RegFile,

        [ValidateNotNullOrEmpty()]
        [string] $UndoFile,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec
    )

    begin {
        $urls = New-Object -TypeName 'System.Collections.Generic.List[string]'
    }

    process {
        foreach ($item in $Url) {
            $urls.Add($item)
        }
    }

    end {
        Invoke-UpsZoneJob -Cmdlet $PSCmdlet -Job 'zones.add' -Bound $PSBoundParameters -Url $urls -Apply
    }
}
