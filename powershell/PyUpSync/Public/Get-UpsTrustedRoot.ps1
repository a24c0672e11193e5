function Get-UpsTrustedRoot {
    <#
    .SYNOPSIS
    Lists the trusted root authorities of a SharePoint farm, and warns of those that expire.

    .DESCRIPTION
    Reads the trust store and writes every authority to the pipeline, roots first. What is wrong with one, or soon will be
    (expired, expiring, weak, an issuer that is missing), is a warning.

    .PARAMETER Store
    Address of the trust store: sharepoint: (the default) is the farm of this server, through SharePoint's own cmdlets; run
    it as a farm administrator. folder:PATH is a folder with one .cer for each authority. Relative paths start at
    PowerShell's current location.

    .PARAMETER Name
    Names or thumbprints of those to list; wildcards are allowed. All of them when not given.

    .PARAMETER WarnDays
    Days before the end of a certificate's validity from which it is warned about, from 0 to 3650; 60 when not given.

    .EXAMPLE
    Get-UpsTrustedRoot

    Lists what the farm of this server trusts.

    .EXAMPLE
    Get-UpsTrustedRoot -Store folder:trust -Name Contoso* | Format-List -Property *

    Shows everything about some authorities of a folder.

    .EXAMPLE
    Get-UpsTrustedRoot | Where-Object -Property DaysLeft -LT -Value 0 | Remove-UpsTrustedRoot

    Removes the expired ones, asking about each.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.TrustedRoot

    One for each authority. Shown by default: Name, Role (Root, Subordinate or Leaf; Unreadable when it is no certificate any
    more), DaysLeft, NotAfter, Thumbprint. Also: Subject, Issuer, NotBefore, IsLocal (the farm's own authority), Id.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: TrustStoreFailed,Get-UpsTrustedRoot.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Import-UpsTrustedRoot

    .LINK
    Remove-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.TrustedRoot')]
    param (
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'folder:PATH' })]
        [string] $Store,

        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Name,

        [ValidateRange(0, 3650)]
        [int] $WarnDays
    )

    $job = @{
        Cmdlet  = $PSCmdlet
        Job     = 'trust.list'
        Setting = ConvertTo-UpsTrustSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
    }
    Invoke-UpsJob @job | ForEach-Object -Process {
        $root = $_
        $meant = @($Name | Where-Object -FilterScript { $_ -and ($root.Name -like $_ -or $root.Thumbprint -like $_) })
        if (-not $Name -or $meant.Count -gt 0) {
            $root
        }
    }
}
