# An administrator at the User Profile service, told as JSON: the same steps for a farm in a file and for this server's.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report,
    # The stand-in for SharePoint and its object model; what that knows is in the file PYUPSYNC_STANDIN_SERVICE.
    [Parameter(Mandatory)] [string] $StandIn
)

$ErrorActionPreference = 'Continue'
. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$quiet = @{ WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }

function Get-Fate([object[]] $Outcome) {
    , @($Outcome | ForEach-Object -Process { "$($_.Status) $($_.Code) $($_.Connection)".TrimEnd() })
}

function Get-Verdict([object[]] $Mapping) {
    , @($Mapping | ForEach-Object -Process { "$($_.Status) $($_.Cause) $($_.Connection)" })
}

function Get-Story([hashtable] $At) {
    $story = [ordered] @{}
    $connections = @(Get-UpsSyncConnection @At)
    $story.connections = @($connections | Select-Object -Property Connection, Kind, Server, UseSsl, Account, NamingContexts, Included, Excluded, Mappings, Picture)
    $story.type = $connections[0].PSTypeNames[0]
    $story.connections_table = ($connections | Out-String).Trim()
    $mappings = @(Get-UpsPictureMapping @At)
    $story.before = Get-Verdict $mappings
    $story.advice = @($mappings | ForEach-Object -Process { $_.Advice })
    $story.mappings_table = ($mappings | Out-String).Trim()
    $story.one = Get-Verdict @('Import only' | Get-UpsPictureMapping @At)

    $null = Set-UpsPictureMapping 'Contoso AD' @At -ErrorAction SilentlyContinue -ErrorVariable failures -WarningVariable warned -WarningAction SilentlyContinue
    $story.refused = Get-Failure $failures
    $story.warned = @($warned | ForEach-Object -Process { [string] $_ })
    $story.what_if = Get-Fate @(Set-UpsPictureMapping 'Contoso AD' -Force -WhatIf @At @quiet)
    $story.untouched = Get-Verdict @(Get-UpsPictureMapping 'Contoso AD' @At)
    $outcomes = @($connections[0] | Set-UpsPictureMapping -Force -Confirm:$false @At @quiet)
    $story.set = Get-Fate $outcomes
    $story.set_table = ($outcomes | Out-String).Trim()
    $story.again = Get-Fate @(Set-UpsPictureMapping 'Contoso AD' @At @quiet)
    $story.after = Get-Verdict @(Get-UpsPictureMapping 'Contoso AD' @At @quiet)
    $null = Set-UpsPictureMapping 'Import only', 'Nowhere' @At -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue
    $story.impossible = Get-Failure $failures
    $story.none = @($null | Set-UpsPictureMapping @At @quiet)

    $story.sync_what_if = Get-Fate @(Start-UpsSynchronization -WhatIf @At)
    $outcome = Start-UpsSynchronization -Full -Wait -IntervalSec 1 @At
    $story.synced = Get-Fate @($outcome)
    $story.synced_type = $outcome.PSTypeNames[0]
    $story.synced_table = ($outcome | Out-String).Trim()
    $story.status = @(Get-UpsSynchronization @At | ForEach-Object -Process { "$($_.PSTypeNames[0]) $($_.Running) $($_.State)" })
    $story.stopped = Get-Fate @(Stop-UpsSynchronization @At)
    $story.idle_wait = Get-Trouble { Start-UpsSynchronization -TimeoutSec 5 @At -ErrorAction Stop }
    $story
}

$told.file = Get-Story @{ Farm = 'farm:farm.json' }
$told.completed = Get-Completion 'Set-UpsPictureMapping -Connection Cont'
$told.completed_farm = Get-Completion 'Get-UpsPictureMapping -Farm o'
$told.missing_farm = Get-Trouble { Get-UpsSyncConnection -Farm farm:none.json }
if ($env:PYUPSYNC_STANDIN_ASSEMBLIES) {
    $env:PSModulePath = $StandIn + [System.IO.Path]::PathSeparator + $env:PSModulePath
    $told.sharepoint = Get-Story @{}
    $null = Start-UpsSynchronization @quiet
    $told.stopped = Get-Fate @(Stop-UpsSynchronization -Confirm:$false)
    $told.status_table = (Get-UpsSynchronization | Out-String).Trim()
    $null = Start-UpsSynchronization @quiet
    $null = Start-UpsSynchronization -ErrorAction SilentlyContinue -ErrorVariable failures
    $told.running = Get-Failure $failures
    $told.stop_what_if = Get-Fate @(Stop-UpsSynchronization -WhatIf)
    $told.examples = @(foreach ($name in 'Get-UpsSyncConnection', 'Get-UpsPictureMapping', 'Set-UpsPictureMapping', 'Start-UpsSynchronization', 'Get-UpsSynchronization', 'Stop-UpsSynchronization') {
            foreach ($example in (Get-Help -Name $name).examples.example) {
                $before = $Error.Count
                $null = & ([scriptblock]::Create($example.code)) 3>&1 2>&1
                "$($example.code): $($Error.Count - $before)"
            }
        })
    Remove-Item -LiteralPath $env:PYUPSYNC_STANDIN_SERVICE
    $told.gone = Get-Trouble { Get-UpsPictureMapping -Farm sharepoint:current }
}
Save-Report -Told $told -Path $Report
