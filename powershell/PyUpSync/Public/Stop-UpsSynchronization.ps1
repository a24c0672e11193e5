function Stop-UpsSynchronization {
    <#
    .SYNOPSIS
    Stops the synchronization of profiles that is running.

    .DESCRIPTION
    Asks the User Profile service application to end the synchronization that is running. Where none runs, that is Unchanged
    and no error.

    .PARAMETER Farm
    Address of the farm: sharepoint: (the default) is the farm of this server, in this PowerShell or a child Windows
    PowerShell; sharepoint:2010 is SharePoint 2010. om: is the same through .NET, om:https://SITE the service application of
    that site. farm:FILE is what a farm said of itself in a file. Relative paths start at PowerShell's current location.

    .EXAMPLE
    Stop-UpsSynchronization -WhatIf

    Shows whether there is one to be stopped in the farm of this server.

    .EXAMPLE
    Stop-UpsSynchronization -Farm farm:farm.json -Confirm:$false

    Stops that of a farm in a file, without asking.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.SynchronizationOutcome

    One object. Shown by default: Action, Status (Applied, Unchanged, Skipped, Failed), Code, Reason. Also: Advice.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: SynchronizationFailed,Stop-UpsSynchronization.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Start-UpsSynchronization

    .LINK
    Get-UpsSynchronization

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.SynchronizationOutcome')]
    param (
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'om:', 'farm:FILE' })]
        [string] $Farm
    )

    Invoke-UpsProfileJob -Cmdlet $PSCmdlet -Job 'profiles.stop' -Bound $PSBoundParameters -Apply
}
