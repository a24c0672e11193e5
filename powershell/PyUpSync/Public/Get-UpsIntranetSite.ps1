function Get-UpsIntranetSite {
    <#
    .SYNOPSIS
    Lists every entry of an account's zone maps.

    .DESCRIPTION
    Writes each entry to the pipeline, the account's own first, then the machine's; lines of a Site to Zone Assignment List,
    which policy sets, are among them. All zones are listed, since an entry for another one is what stands in the way. With
    -Url or -Farm only the entries that hold for one of those sites are listed.

    .PARAMETER Url
    Addresses of sites: https://mysite.contoso.com, http://mysite, http://10.0.0.7, \\server\share. Port and path do not
    count.

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

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Get-UpsIntranetSite -Account CONTOSO\svc-ups

    Lists the entries of the service account.

    .EXAMPLE
    Get-UpsIntranetSite -Registry reg:account.reg | Where-Object -Property Zone -NE -Value 'Local intranet'

    Shows what an exported registry file maps to other zones.

    .INPUTS
    System.String

    Addresses, also as the property Url of any object: what Get-UpsAlternateUrl writes.

    .OUTPUTS
    PyUpSync.ZoneEntry

    One for each entry. Shown by default: Site, Scheme (* is every one), Zone, Origin (account or machine, with policy for a
    line of a list), Tree (Domains, EscDomains, Ranges or ZoneMapKey). Also: Path (the key), ZoneNumber, Url (empty where the
    entry is for no single one).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: RegistryUnreadable,Get-UpsIntranetSite.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Test-UpsIntranetSite

    .LINK
    Add-UpsIntranetSite

    .LINK
    Remove-UpsIntranetSite

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.ZoneEntry')]
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
        Invoke-UpsZoneJob -Cmdlet $PSCmdlet -Job 'zones.list' -Bound $PSBoundParameters -Url $urls
    }
}
