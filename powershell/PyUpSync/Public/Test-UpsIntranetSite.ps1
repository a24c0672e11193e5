function Test-UpsIntranetSite {
    <#
    .SYNOPSIS
    Tells which zone a site is in for an account, what decides it, and whether credentials are sent there.

    .DESCRIPTION
    Reads the account's zone map, the machine's, and what policy says, and works out for each site what a client of that
    account would: the zone, the registry value or rule that decides, whether the client logs on by itself (zone setting
    1A00), how sure that is, and the command that mends it. Nothing is changed, and the sites are not asked.

    Status is Ok, Warning where it is well but nobody knows for sure, or Error. A site that has no place in the zone map is
    an error as well (not a terminating one).

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

    .PARAMETER Quiet
    Write $true when every site is in the zone and gets credentials, and $false when one does not, instead of the objects.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Test-UpsIntranetSite -Url https://mysite.contoso.com -Account CONTOSO\svc-ups | Format-List

    Tells everything about one site for the service account.

    .EXAMPLE
    Test-UpsIntranetSite -Farm farm:farm.json -Registry reg:account.reg | Where-Object -Property Status -EQ -Value 'Error' | Add-UpsIntranetSite -Registry reg:account.reg

    Adds those of a farm's addresses that are not in the zone yet.

    .EXAMPLE
    if (-not (Test-UpsIntranetSite -Farm sharepoint: -Quiet)) { Add-UpsIntranetSite -Farm sharepoint: }

    Does so for the farm of this server, where anything is missing.

    .INPUTS
    System.String

    Addresses, also as the property Url of any object: what Get-UpsAlternateUrl writes.

    .OUTPUTS
    PyUpSync.SiteZone

    One for each site. Shown by default: Url, Status, Zone, SendsCredentials, DecidedBy. Also: Confidence (oracle-checked:
    compared with an implementation of MapUrlToZone, documented or unknown), Reason, Mend (what helps: Add, Force, or where no
    command does Entry, Policy, Logon, Check; empty for nothing), Advice (the command that mends it, for Force what to know
    before it, else what to do), FarmZone, WebApplication and Origin (what the -Farm says of it, and named where -Url does),
    ZoneNumber.

    System.Boolean

    With -Quiet: whether every site is in the zone and gets credentials.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: SiteTooWide,Test-UpsIntranetSite.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Add-UpsIntranetSite

    .LINK
    Get-UpsIntranetSite

    .LINK
    Get-UpsAlternateUrl

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.SiteZone', [bool])]
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

        [switch] $Quiet,

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
        $bound = $PSBoundParameters
        $seen = 0
        $faults = 0
        Invoke-UpsZoneJob -Cmdlet $PSCmdlet -Job 'zones.test' -Bound $bound -Url $urls -Judging | ForEach-Object -Process {
            $seen++
            if ($_.Status -eq 'Error') {
                $faults++
            }
            if ($_.Mend -in 'Add', 'Force') {
                $force = $_.Mend -eq 'Force'
                $command = ConvertTo-UpsCommand -Name 'Add-UpsIntranetSite' -Url $_.Url -Bound $bound -Force:$force
                $_.Advice = "$($_.Advice) $command".TrimStart()
            }
            if (-not $Quiet) {
                $_
            }
        }
        if ($Quiet -and $seen) {
            $faults -eq 0
        }
    }
}
