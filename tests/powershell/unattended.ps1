# An export that nobody watches, and one beside it, told as JSON.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$job = @{ Profiles = 'csv:people.csv'; Directory = 'ldif:people.ldif'; Photos = 'folder:pictures' }
$alone = @{ LockFile = 'run.lock'; LockTimeoutSec = 1; Log = 'run.jsonl', 'all.jsonl'; LogLevel = 'Debug'; Metrics = 'photos.prom' }

$told.first = @(Export-UpsPhoto @job @alone -Confirm:$false).Count
$told.log = @(Get-Content -LiteralPath run.jsonl | ForEach-Object -Process { ($_ | ConvertFrom-Json).event })
$told.same = (Get-Content all.jsonl).Count -eq (Get-Content run.jsonl).Count
$told.metrics = (Get-Content -LiteralPath photos.prom -Raw)
$told.refused = Get-Trouble { Export-UpsPhoto @job -LockFile held.lock -ErrorAction Stop }
$told.event_log = Get-Trouble { Export-UpsPhoto @job -Log EventLog: -ErrorAction Stop }
$told.useless = Get-Trouble { Export-UpsPhoto @job -LogLevel debug -ErrorAction Stop }
$line = 'Export-UpsPhoto -Log ev'
$told.completed = @(([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)).CompletionMatches |
        ForEach-Object -Process { $_.CompletionText })
Set-Content -LiteralPath nightly.toml -Value @('[photos]', "profiles = 'csv:people.csv'", "directory = 'ldif:people.ldif'",
    "photos = 'folder:pictures'")
$schedule = @{ Configuration = 'nightly.toml'; System = 'Systemd'; Root = 'root'; Account = 'svc_ups' }
$told.schedule_what_if = @(Register-UpsPhotoSchedule @schedule -WhatIf 6>$null | ForEach-Object -Process { "$($_.Status) $($_.Code)" })
$told.scheduled = @(Register-UpsPhotoSchedule @schedule -Confirm:$false)
$told.scheduled_again = @(Register-UpsPhotoSchedule @schedule -Confirm:$false | ForEach-Object -Process { $_.Status })
$told.schedule_shown = ($told.scheduled | Select-Object -First 1 | Out-String).Trim() -split '\s*\r?\n' | Select-Object -First 1
$told.schedule_type = $told.scheduled[0].PSTypeNames[0]
$told.task = @(Register-UpsPhotoSchedule nightly.toml -Every 1h -System Windows -Root tasks -Confirm:$false).Definition
$told.both = Get-Trouble { Register-UpsPhotoSchedule nightly.toml -Every 1h -At 02:00 -ErrorAction Stop }
Save-Report -Told $told -Path $Report
