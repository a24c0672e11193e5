function Remove-UpsIntranetSite {
    <#
    .SYNOPSIS
    Takes sites' own entries out of the Local intranet zone of an account.

    .DESCRIPTION
    Removes what Add-UpsIntranetSite writes: the values for exactly the site's host and scheme that say Local intranet, and the
    keys that hold nothing then; it asks about each. Entries for other zones and wider ones, which hold for other sites as
    well, stay. What is not there is Unchanged and no error, so running it again does no harm.

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

    .PARAMETER RegFile
    Write what is to be changed to this .reg file too, for reg import or Group Policy preferences; with -WhatIf it is all
    that is written.

    .PARAMETER UndoFile
    Where what was there before is kept, a .reg file that must not exist yet or a folder; importing it undoes the run. When
    not given: a file zones-undo-DATE.reg in PowerShell's current location.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Remove-UpsIntranetSite -Url https://mysite.contoso.com -Account CONTOSO\svc-ups

    Takes one site out of the zone of an account, after asking.

    .EXAMPLE
    Remove-UpsIntranetSite -Farm farm:farm.json -Registry reg:account.reg -UndoFile undo.reg -Confirm:$false

    Takes the addresses of a farm out of a registry file without asking, and keeps what was there in a file.

    .INPUTS
    System.String

    Addresses, also as the property Url of any object: what Get-UpsAlternateUrl and Test-UpsIntranetSite write.

    .OUTPUTS
    PyUpSync.ZoneOutcome

    One for each registry value, and one for each address that has no place in the zone map. Shown by default: Url, Tree
    (of the zone map: Domains, EscDomains or Ranges), Status, Code, Reason. Also: Advice, Action, Target (key and value),
    BeforeZone, AfterZone (zone numbers).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: RegistryAccessDenied,Remove-UpsIntranetSite.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Add-UpsIntranetSite

    .LINK
    Test-UpsIntranetSite

    .LINK
    Get-UpsIntranetSite

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
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
        Invoke-UpsZoneJob -Cmdlet $PSCmdlet -Job 'zones.remove' -Bound $PSBoundParameters -Url $urls -Apply
    }
}
