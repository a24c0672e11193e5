function Backup-UpsTrustedRoot {
    <#
    .SYNOPSIS
    Copies SharePoint's trusted root authorities into a folder; farm backups do not hold them.

    .DESCRIPTION
    Writes each authority to a Base-64 .cer file beside an index that keeps the names. The farm's own authority, local, is left
    out: each farm makes its own. Running it again adds what is new; a folder that holds other certificates is refused.

    .PARAMETER Path
    The folder of the backup, which is made if it is not there.

    .PARAMETER Store
    Address of the trust store: sharepoint: (the default) is the farm of this server, through SharePoint's own cmdlets; run
    it as a farm administrator. folder:PATH is a folder with one .cer for each authority. Relative paths start at
    PowerShell's current location.

    .EXAMPLE
    Backup-UpsTrustedRoot -Path trust-backup

    Backs up what the farm of this server trusts.

    .EXAMPLE
    Backup-UpsTrustedRoot -Path trust-backup -Store folder:trust -WhatIf

    Shows which files would be written for a folder.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.TrustOutcome

    One for each authority.
    Shown by default: Name, Status, Code, Reason. Also: Advice, Action, Subject, Thumbprint, NotAfter, BeforeName,
    BeforeThumbprint, AfterName, AfterThumbprint, Path (empty here).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: UsageInvalid,Backup-UpsTrustedRoot.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Restore-UpsTrustedRoot

    .LINK
    Get-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Low')]
    [OutputType('PyUpSync.TrustOutcome')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'folder:PATH' })]
        [string] $Store
    )

    $job = @{
        Cmdlet  = $PSCmdlet
        Job     = 'trust.backup'
        Setting = ConvertTo-UpsTrustSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
    }
    $job.Setting.folder = Resolve-UpsPath -Path $Path -Cmdlet $PSCmdlet
    Invoke-UpsJob @job -Apply
}
