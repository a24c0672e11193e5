# An administrator reads IIS logs, told as JSON. The tests assert on parts of it.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

$ErrorActionPreference = 'Continue'
. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}

function Get-Short([object[]] $Request) {
    , @($Request | ForEach-Object -Process { "$($_.Client) $($_.Status) $($_.Code) $($_.Picture) $($_.Size)" })
}

# --- the plain requests
$requests = @(Get-UpsPhotoRequest -Path W3SVC1)
$told.requests = Get-Short $requests
$told.type = $requests[0].PSTypeNames[0]
$told.table = ($requests | Out-String -Width 120).Trim()
$told.last = $requests[-1] | Select-Object -Property *, @{ Name = 'Utc'; Expression = { $_.Time.ToUniversalTime().ToString('s') } }
$told.one_person = Get-Short @(Get-UpsPhotoRequest W3SVC1 -Account 'CONTOSO\bob')
$told.one_client = Get-Short @(Get-UpsPhotoRequest W3SVC1 -ClientAddress 10.1.0.7)
$begin = [datetime]::SpecifyKind([datetime] '2025-03-03T08:00:02', 'Utc')
$told.since = Get-Short @(Get-UpsPhotoRequest W3SVC1 -Since $begin.ToLocalTime() -Until $begin.AddSeconds(3))
$told.pattern = @(Get-UpsPhotoRequest W3SVC1 -Pattern /, '*.js' | ForEach-Object -Process { $_.Address })
$told.piped = Get-Short @(Get-ChildItem -Path W3SVC1 -Filter *.gz | Get-UpsPhotoRequest)
$told.wildcard = Get-Short @(Get-UpsPhotoRequest -Path W3SVC1\*.gz)
$told.literal = Get-Short @(Get-UpsPhotoRequest -LiteralPath 'W3SVC1')

# --- what was refused for good
$found = @(Test-UpsPhotoRequest -Path W3SVC1, W3SVC2 -Verbose 4>&1)
$told.verbose = @($found | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object -Process { $_.Message })
$found = @($found | Where-Object -FilterScript { $_ -isnot [System.Management.Automation.VerboseRecord] })
$told.found = @($found | ForEach-Object -Process { "$($_.Status) $($_.Cause) $($_.Client) $($_.Count)" })
$told.found_type = $found[0].PSTypeNames[0]
$told.found_table = ($found | Out-String -Width 120).Trim()
$told.first = $found[0] | Select-Object -Property *, @{ Name = 'Begun'; Expression = { $_.First.ToUniversalTime().ToString('s') } }
$told.quiet = @(Test-UpsPhotoRequest W3SVC1 -Quiet)
$told.quiet_good = @(Test-UpsPhotoRequest W3SVC1 -ClientAddress 10.1.0.7 -Quiet)
$told.loopback = @(Test-UpsPhotoRequest W3SVC2 -ServerAddress 10.0.0.6 | ForEach-Object -Process { $_.Cause })
$told.window = @(Test-UpsPhotoRequest W3SVC1 -WindowSec 3600 | ForEach-Object -Process { $_.Cause })

# --- what cannot be read, and what is not asked for
$told.fields = @(Test-UpsPhotoRequest few.log | ForEach-Object -Process { "$($_.Status) $($_.Cause)" })
$null = Get-UpsPhotoRequest -Path few.log -WarningAction SilentlyContinue -WarningVariable warned
$told.warned = @($warned | ForEach-Object -Process { [string] $_ })
$mixed = @(Get-UpsPhotoRequest -Path none.log, u_nc250303.log, W3SVC2 -ErrorAction SilentlyContinue -ErrorVariable failures)
$told.mixed = Get-Short $mixed
$told.failures = Get-Failure $failures
$told.quiet_unread = @(Test-UpsPhotoRequest none.log -Quiet -ErrorAction SilentlyContinue)
$told.nothing = @(Get-ChildItem -Path . -Filter *.none | Test-UpsPhotoRequest)
$told.no_address = Get-Trouble { Get-UpsPhotoRequest W3SVC1 -ClientAddress wfe1 }

Save-Report $told $Report
