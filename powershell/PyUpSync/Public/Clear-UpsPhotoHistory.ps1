function Clear-UpsPhotoHistory {
    <#
    .SYNOPSIS
    Forgets pictures that exports replaced, so that they can no longer be put back.

    .DESCRIPTION
    Removes from -State the pictures that runs replaced: those older than -KeepDays, then the oldest until the others come to
    no more than -KeepMB. What the runs did stays listed; a change whose picture was forgotten cannot be undone any more.

    Exports do the same with their own bounds, so this is for making room at once, or for forgetting somebody's pictures.
    Directories are not touched.

    .PARAMETER State
    Where runs keep what they know and did: sqlite:FILE. Relative paths start at PowerShell's current location.

    .PARAMETER KeepMB
    How much of the pictures that runs replaced is kept in -State, in MB; 1000 when not given. The oldest go first.

    .PARAMETER KeepDays
    How many days the pictures that runs replaced are kept in -State; 365 when not given.

    .EXAMPLE
    Clear-UpsPhotoHistory -State sqlite:photos.db -KeepMB 0 -WhatIf

    Shows how many pictures are kept, and how many bytes they have.

    .EXAMPLE
    Clear-UpsPhotoHistory sqlite:photos.db -KeepDays 30 -Confirm:$false

    Forgets what was replaced more than 30 days ago, without asking.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.StateOutcome

    One object. Shown by default: State, Status, Code, Pictures, Bytes. Also: Reason, Advice.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is its code: StateInUse,Clear-UpsPhotoHistory.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsPhotoHistory

    .LINK
    Restore-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('PyUpSync.StateOutcome')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sqlite:FILE' })]
        [string] $State,

        [ValidateRange(0, 1000000000)]
        [int] $KeepMB,

        [ValidateRange(0, 36500)]
        [int] $KeepDays
    )

    $job = @{
        Cmdlet  = $PSCmdlet
        Job     = 'photos.purge'
        Setting = ConvertTo-UpsSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
    }
    Invoke-UpsJob @job -Apply
}
