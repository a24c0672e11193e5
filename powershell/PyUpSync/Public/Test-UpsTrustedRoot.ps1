function Test-UpsTrustedRoot {
    <#
    .SYNOPSIS
    Tells whether a live https site validates against the trust store alone, as SharePoint does it.

    .DESCRIPTION
    Asks the site for its chain (no credentials are sent) and judges it by the store, not by the certificates of Windows: host
    name, validity, authorities, path length, name constraints, purposes. For each fault there is a finding that says which
    certificate fails, why, in plain words and in those of SharePoint's event 8311, and what would mend it. Nothing is changed.

    A site that presents no chain at all is an error, also with -Quiet: it says nothing about trust.

    .PARAMETER Url
    Address of the site: https://HOST or https://HOST:PORT.

    .PARAMETER With
    Files and folders with certificates that may mend the chain; wildcards are allowed. They are not trusted, only named.

    .PARAMETER Quiet
    Write $true when the site is trusted and $false when it is not, instead of the findings.

    .PARAMETER Store
    Address of the trust store: sharepoint: (the default) is the farm of this server, through SharePoint's own cmdlets; run
    it as a farm administrator. folder:PATH is a folder with one .cer for each authority. Relative paths start at
    PowerShell's current location.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Test-UpsTrustedRoot -Url https://mysite.contoso.com

    Says what keeps SharePoint from trusting the site, or that nothing does.

    .EXAMPLE
    Test-UpsTrustedRoot -Url https://mysite.contoso.com -With certs/*.cer | Format-List

    Names also which of these files would mend it.

    .EXAMPLE
    if (-not (Test-UpsTrustedRoot https://mysite.contoso.com -Quiet)) { Import-UpsTrustedRoot -Path chain.p7b -RestartIis }

    Imports the chain only where the site is not trusted yet.

    .INPUTS
    System.String, PyUpSync.AlternateUrl

    Addresses of sites, or objects with a property Url.

    .OUTPUTS
    PyUpSync.Finding

    One for each fault (Status is Error), or a single good one (Ok). Shown by default: Check, Status, Subject, Actual. Also:
    Expected, Advice.

    System.Boolean

    With -Quiet: whether there is no fault.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: SiteChainUnavailable,Test-UpsTrustedRoot.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Import-UpsTrustedRoot

    .LINK
    Get-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Finding', [bool])]
    param (
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $Url,

        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $With,

        [switch] $Quiet,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'folder:PATH' })]
        [string] $Store,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec
    )

    process {
        $job = @{
            Cmdlet  = $PSCmdlet
            Job     = 'trust.verify'
            Setting = ConvertTo-UpsTrustSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
        }
        $job.Setting.from_url = $Url
        $job.Setting.paths = [string[]] @(Resolve-UpsInput -Path $With -Cmdlet $PSCmdlet)
        $trusted = $true
        Invoke-UpsJob @job -Judging | ForEach-Object -Process {
            if ($_.Status -eq 'Error') {
                $trusted = $false
            }
            if (-not $Quiet) {
                $_
            }
        }
        if ($Quiet) {
            $trusted
        }
    }
}
