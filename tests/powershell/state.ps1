# An administrator who looks back at exports and undoes one, told as JSON. A run was made before, and somebody else came by.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$quiet = @{ WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
$job = @{ Profiles = 'csv:people.csv'; Directory = 'ldif:people.ldif'; Photos = 'folder:pictures'; State = 'sqlite:state.db' }
$undo = @{ State = 'sqlite:state.db'; Directory = 'ldif:people.ldif' }

function Get-Fate([object[]] $Outcome) {
    $fate = [ordered] @{}
    foreach ($one in $Outcome) {
        $fate[$one.Account] = "$($one.Status) $($one.Code)"
    }
    $fate
}

$told.several = Get-Fate @(Export-UpsPhoto csv:both.csv ldif:people.ldif, ldif:other.ldif -Photos folder:pictures @quiet)
$told.alone = Get-Fate @(Get-UpsPhotoPlan csv:both.csv ldif:other.ldif -Photos folder:pictures @quiet)
$told.plan = Get-Fate @(Get-UpsPhotoPlan @job -ClearMissing -MaxClear 1 @quiet)
$told.planned = @(Get-UpsPhotoPlan @job -ClearMissing @quiet | Where-Object -Property Status -EQ -Value 'Planned').Reason
$told.too_many = Get-Trouble { Export-UpsPhoto @job -ClearMissing -MaxClear 0 -ErrorAction Stop }
$told.export = Get-Fate @(Export-UpsPhoto @job -ClearMissing -KeepMB 5 -KeepDays 9 -Confirm:$false @quiet)
$told.overwrite = Get-Fate @(Export-UpsPhoto @job -OverwriteForeign -Confirm:$false @quiet)
$told.no_state = Get-Trouble { Export-UpsPhoto csv:people.csv ldif:people.ldif -OverwriteForeign -ErrorAction Stop }

$runs = @(Get-UpsPhotoHistory -State sqlite:state.db)
$told.runs = @($runs | Select-Object -Property Run, Job, Applied, Failed, @{
        Name = 'Ended'; Expression = { $_.Ended -is [datetime] -and $_.Ended -ge $_.Started } })
$told.run_type = $runs[0].PSTypeNames[0]
$told.run_shown = ($runs | Select-Object -First 1 | Out-String).Trim() -split '\s*\r?\n' | Select-Object -First 1
$changes = @(Get-UpsPhotoHistory sqlite:state.db -Run 1)
$told.changes = $changes.Count
$told.change = @($changes | Where-Object -Property Account -EQ -Value 'CORP\ann' | Select-Object -Property Account, Run, Status,
    Code, Action, Person, BeforeBytes, IsKept)
$told.change_type = $changes[0].PSTypeNames[0]
$told.person = @(Get-UpsPhotoHistory sqlite:state.db -Person 'corp\ann').Count

$told.what_if = Get-Fate @(Restore-UpsPhoto @undo -Run 1 -WhatIf @quiet)
$told.restore = Get-Fate @(Restore-UpsPhoto @undo -Run 1 -Confirm:$false -ErrorVariable failures @quiet)
$told.failures = @($failures | ForEach-Object -Process { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category)" })
$told.piped = Get-Fate @($runs[0] | Restore-UpsPhoto @undo -Report undone.json -Force -Confirm:$false @quiet)
$told.piped_change = Get-Fate @(Get-UpsPhotoHistory sqlite:state.db -Run 1 -Person 'CORP\ann' | Restore-UpsPhoto @undo @quiet)

$told.forget_what_if = @(Clear-UpsPhotoHistory sqlite:state.db -KeepMB 0 -WhatIf | Select-Object -Property State, Status, Code, Pictures, Bytes)
$told.kept = @(Get-UpsPhotoHistory sqlite:state.db -Run 1 -Person 'CORP\ann').IsKept
$told.forget = @(Clear-UpsPhotoHistory -State sqlite:state.db -KeepMB 0 -KeepDays 9 -Confirm:$false | Select-Object -Property State, Status, Code)
$told.forgotten = @(Get-UpsPhotoHistory sqlite:state.db -Run 1 -Person 'CORP\ann').IsKept
$told.forget_type = @(Clear-UpsPhotoHistory sqlite:state.db -Confirm:$false)[0].PSTypeNames[0]
$told.forget_impact = @((Get-Command -Name Clear-UpsPhotoHistory).ScriptBlock.Attributes | Where-Object -FilterScript {
        $_ -is [System.Management.Automation.CmdletBindingAttribute] } | ForEach-Object -Process { [string] $_.ConfirmImpact })

$told.nothing_named = Get-Trouble { Restore-UpsPhoto @undo -ErrorAction Stop }
$told.no_run = Get-Trouble { Get-UpsPhotoHistory sqlite:state.db -Run 99 -ErrorAction Stop }
$told.no_file = Get-Trouble { Get-UpsPhotoHistory sqlite:none.db -ErrorAction Stop }
$told.completed = Get-Completion 'Get-UpsPhotoHistory -State '
$told.completed_file = Get-Completion 'Restore-UpsPhoto -State sqlite:sta'
Save-Report -Told $told -Path $Report
