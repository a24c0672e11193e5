function Register-UpsPhotoSchedule {
    <#
    .SYNOPSIS
    Lets Windows or systemd start the export of profile pictures by itself.

    .DESCRIPTION
    Registers a scheduled task (on Linux the units of a systemd timer) that runs pyupsync photos export with a configuration
    file, once a day or every so often, one run at a time. The Python is the one that this module is bound to. Run it as an
    administrator.

    Registering it a second time changes nothing. A task or unit of that name that something else defined is left alone.

    .PARAMETER Configuration
    The TOML file whose [photos] table says what is exported; see docs/export.md. It holds no password: the export is started
    by nobody who could be asked.

    .PARAMETER At
    The time of day as HH:MM, in this computer's own time; 02:00 when neither -At nor -Every is given.

    .PARAMETER Every
    From one run to the next: 15m, 1h, 6h, 1d; what divides an hour or a day.

    .PARAMETER Account
    Whom it runs as. On Windows a group managed service account (CONTOSO\svc_ups$), NETWORK SERVICE (when not given) or SYSTEM;
    no password is taken, so that another account's task is registered by schtasks. With systemd a user that is there; when not
    given, one that systemd makes.

    .PARAMETER Name
    Of the task, or of the units; pyupsync-photos when not given.

    .PARAMETER System
    What starts it, Windows or Systemd; that of this computer when not given.

    .PARAMETER Root
    A folder to define it in instead of this system, where nothing starts it: a task as a file for schtasks, or units.

    .EXAMPLE
    Register-UpsPhotoSchedule -Configuration nightly.toml -At 03:30 -Account 'CONTOSO\svc_ups$'

    Runs the export every night as a group managed service account.

    .EXAMPLE
    Register-UpsPhotoSchedule nightly.toml -Every 1h -System Windows -Root tasks -WhatIf

    Shows what would be defined in a folder.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.ScheduleOutcome

    One for each definition. Shown by default: Name, Status (Applied, Unchanged, Skipped, Failed), Code, Reason. Also: Advice,
    Action, Definition (its text).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: ScheduleNameTaken,Register-UpsPhotoSchedule.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Export-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.ScheduleOutcome')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Configuration,

        [ValidatePattern('^\d\d:\d\d$')]
        [string] $At,

        [ValidatePattern('^\d+[mhd]$')]
        [string] $Every,

        [ValidateNotNullOrEmpty()]
        [string] $Account,

        [ValidateNotNullOrEmpty()]
        [string] $Name,

        [ValidateSet('Systemd', 'Windows')]
        [string] $System,

        [ValidateNotNullOrEmpty()]
        [string] $Root
    )

    $settings = @{}
    foreach ($given in 'At', 'Every', 'Account', 'Name') {
        if ($PSBoundParameters.ContainsKey($given)) {
            $settings[$given.ToLowerInvariant()] = $PSBoundParameters[$given]
        }
    }
    foreach ($file in 'Configuration', 'Root') {
        if ($PSBoundParameters.ContainsKey($file)) {
            $settings[$file.ToLowerInvariant()] = Resolve-UpsPath -Path $PSBoundParameters[$file] -Cmdlet $PSCmdlet
        }
    }
    if ($System) {
        $settings['system'] = $System.ToLowerInvariant()
    }
    Invoke-UpsJob -Cmdlet $PSCmdlet -Job 'deploy.schedule' -Setting $settings -Apply
}
