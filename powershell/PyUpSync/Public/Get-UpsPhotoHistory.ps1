function Get-UpsPhotoHistory {
    <#
    .SYNOPSIS
    Lists what exports did: the runs, or the changes of a run or to a person.

    .DESCRIPTION
    Reads the journal that Export-UpsPhoto and Restore-UpsPhoto keep with -State. Without -Run and -Person the runs are
    listed, the oldest first; with either of them the changes. Nothing is changed, and no directory is asked.

    .PARAMETER State
    Where runs keep what they know and did: sqlite:FILE. Relative paths start at PowerShell's current location.

    .PARAMETER Run
    The number of a run: its changes are listed.

    .PARAMETER Person
    Whose changes are listed: an account in any form a profile may have, a distinguished name or an objectGUID.

    .EXAMPLE
    Get-UpsPhotoHistory -State sqlite:photos.db

    Lists the runs. One without an end is under way, or was broken off.

    .EXAMPLE
    Get-UpsPhotoHistory sqlite:photos.db -Run 1 | Where-Object -Property Status -EQ -Value 'Failed'

    Lists what failed in the first run.

    .EXAMPLE
    Get-UpsPhotoHistory -State sqlite:photos.db -Person 'CONTOSO\alice'

    Lists every change to one person's picture.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.PhotoRun

    One for each run. Shown by default: Run, Job, Started, Applied, Failed. Also: Ended, Open, Directory.

    PyUpSync.PhotoHistory

    One for each change. Shown by default: Account, Run, Time, Status, Action. Also: Code, Person (distinguished name),
    BeforeSha256, BeforeBytes, AfterSha256, AfterBytes, IsKept (whether what was replaced can still be put back).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is its code: StateUnreadable,Get-UpsPhotoHistory.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Restore-UpsPhoto

    .LINK
    Export-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoRun', 'PyUpSync.PhotoHistory')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sqlite:FILE' })]
        [string] $State,

        [ValidateRange(1, 2147483647)]
        [int] $Run,

        [ValidateNotNullOrEmpty()]
        [string] $Person
    )

    $job = @{
        Cmdlet  = $PSCmdlet
        Job     = 'photos.history'
        Setting = ConvertTo-UpsSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
    }
    Invoke-UpsJob @job
}
