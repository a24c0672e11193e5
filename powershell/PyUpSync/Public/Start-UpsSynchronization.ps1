function Start-UpsSynchronization {
    <#
    .SYNOPSIS
    Starts a synchronization of profiles and, with -Wait, waits until it has ended.

    .DESCRIPTION
    Asks the User Profile service application for an incremental synchronization, or for a full one. A new mapping takes
    pictures that are there already with a full one only. Where one is running already, that is an error.

    A synchronization is a timer job of the farm and runs on by itself, whatever becomes of this session. With -Wait its
    progress is shown, and how it ended is told; Ctrl-C ends the waiting alone.

    .PARAMETER Farm
    Address of the farm: sharepoint: (the default) is the farm of this server, in this PowerShell or a child Windows
    PowerShell; sharepoint:2010 is SharePoint 2010. om: is the same through .NET, om:https://SITE the service application of
    that site. farm:FILE is what a farm said of itself in a file. Relative paths start at PowerShell's current location.

    .PARAMETER Full
    Synchronize everything, not only what has changed.

    .PARAMETER Wait
    Wait until it has ended, for -TimeoutSec at most.

    .PARAMETER TimeoutSec
    Seconds to wait at most, from 1 to 604800; 14400 (four hours) when not given. Only with -Wait.

    .PARAMETER IntervalSec
    Seconds between two looks at it, from 1 to 3600; 5 when not given. Only with -Wait.

    .EXAMPLE
    Start-UpsSynchronization -Full -Wait

    Synchronizes everything, and tells how it ended.

    .EXAMPLE
    Start-UpsSynchronization -Farm farm:farm.json -WhatIf

    Shows that an incremental synchronization would be started.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.SynchronizationOutcome

    One object. Shown by default: Action, Status (Applied, Skipped, Failed), Code (Begun; with -Wait Ended, NotSeenRunning,
    SynchronizationUnfinished, SynchronizationFailed), Reason. Also: Advice.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: SynchronizationRunning,Start-UpsSynchronization.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsSynchronization

    .LINK
    Stop-UpsSynchronization

    .LINK
    Set-UpsPictureMapping

    .LINK
    Get-UpsSyncConnection

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.SynchronizationOutcome')]
    param (
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'om:', 'farm:FILE' })]
        [string] $Farm,

        [switch] $Full,

        [switch] $Wait,

        [ValidateRange(1, 604800)]
        [int] $TimeoutSec,

        [ValidateRange(1, 3600)]
        [int] $IntervalSec
    )

    Invoke-UpsProfileJob -Cmdlet $PSCmdlet -Job 'profiles.start' -Bound $PSBoundParameters -Apply
}
