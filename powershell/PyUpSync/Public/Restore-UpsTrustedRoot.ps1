function Restore-UpsTrustedRoot {
    <#
    .SYNOPSIS
    Brings a backup back into SharePoint's trusted root authorities.

    .DESCRIPTION
    Compares the backup with the trust store and trusts what is missing again, under the names it had. What is there already
    is Unchanged; what else is in the store stays. Certificates that have expired since are left out unless forced.

    .PARAMETER Path
    The folder of the backup, as Backup-UpsTrustedRoot wrote it.

    .PARAMETER Store
    Address of the trust store: sharepoint: (the default) is the farm of this server, through SharePoint's own cmdlets; run
    it as a farm administrator. folder:PATH is a folder with one .cer for each authority. Relative paths start at
    PowerShell's current location.

    .PARAMETER Force
    Trust server certificates, expired and weak ones too. Without it they are left out, and it is said why.

    .PARAMETER RestartIis
    Restart IIS (iisreset /noforce) on every server of the farm when something was changed. Without it a warning names the
    servers and the commands.

    .EXAMPLE
    Restore-UpsTrustedRoot -Path trust-backup -RestartIis

    Restores a backup to the farm of this server.

    .EXAMPLE
    Restore-UpsTrustedRoot -Path trust-backup -WhatIf

    Shows what is missing, and changes nothing.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.TrustOutcome

    One for each authority of the backup, and server restarted.
    Shown by default: Name, Status, Code, Reason. Also: Advice, Action, Subject, Thumbprint, NotAfter, BeforeName,
    BeforeThumbprint, AfterName, AfterThumbprint, Path (empty here).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: TrustStoreFailed,Restore-UpsTrustedRoot.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Backup-UpsTrustedRoot

    .LINK
    Import-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.TrustOutcome')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'folder:PATH' })]
        [string] $Store,

        [switch] $Force,

        [switch] $RestartIis
    )

    $job = @{
        Cmdlet  = $PSCmdlet
        Job     = 'trust.restore'
        Setting = ConvertTo-UpsTrustSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
    }
    $job.Setting.folder = Resolve-UpsPath -Path $Path -Cmdlet $PSCmdlet
    Invoke-UpsJob @job -Apply
}
