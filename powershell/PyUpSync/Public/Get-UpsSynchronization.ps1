function Get-UpsSynchronization {
    <#
    .SYNOPSIS
    Tells whether a synchronization of profiles is running.

    .DESCRIPTION
    Asks the User Profile service application whether a synchronization is running, and in which state the last one is. Nothing
    is changed.

    .PARAMETER Farm
    Address of the farm: sharepoint: (the default) is the farm of this server, in this PowerShell or a child Windows
    PowerShell; sharepoint:2010 is SharePoint 2010. om: is the same through .NET, om:https://SITE the service application of
    that site. farm:FILE is what a farm said of itself in a file. Relative paths start at PowerShell's current location.

    .EXAMPLE
    Get-UpsSynchronization

    Tells it of the farm of this server.

    .EXAMPLE
    (Get-UpsSynchronization -Farm farm:farm.json).Running

    Gives true or false, of a farm in a file.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.Synchronization

    One object: Farm, Running, State (SharePoint's SynchronizationState: Idle, Running, Error or Canceled; empty with Active
    Directory Import, which has none).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is its code: ProfileServiceMissing,Get-UpsSynchronization.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Start-UpsSynchronization

    .LINK
    Stop-UpsSynchronization

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Synchronization')]
    param (
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'om:', 'farm:FILE' })]
        [string] $Farm
    )

    Invoke-UpsProfileJob -Cmdlet $PSCmdlet -Job 'profiles.status' -Bound $PSBoundParameters
}
