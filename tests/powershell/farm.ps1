# An administrator who asks for a farm's addresses, told as JSON: of this server's farm, of a file, and in vain.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report,
    # The stand-in for SharePoint.
    [Parameter(Mandatory)] [string] $StandIn
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}

$told.no_farm = Get-Trouble { Get-UpsAlternateUrl }
$env:PSModulePath = $env:PSModulePath + [System.IO.Path]::PathSeparator + $StandIn
$env:PYUPSYNC_STANDIN_FARM = Join-Path -Path $Folder -ChildPath 'state.json'
$asked = @(Get-UpsAlternateUrl)
$told.asked = @($asked | Select-Object -Property Url, Zone, WebApplication, Origin)
$told.type = $asked[0].PSTypeNames[0]
$told.table = ($asked | Out-String -Width 140).Trim()
$told.ran_here = [bool] (Get-Module -Name Microsoft.SharePoint.PowerShell)
$told.first = @(Get-UpsAlternateUrl | Select-Object -First 2 -ExpandProperty Url)
$told.from_file = @(Get-UpsAlternateUrl -Farm farm:carried.json | Select-Object -Property Url, Zone, WebApplication, Origin)
$told.missing_file = Get-Trouble { Get-UpsAlternateUrl -Farm farm:none.json }
$told.nonsense = Get-Trouble { Get-UpsAlternateUrl -Farm folder:x }
$env:PYUPSYNC_STANDIN_FAIL = 'Get-SPSite=denied'
$told.denied = Get-Trouble { Get-UpsAlternateUrl }
$told.completed = Get-Completion 'Get-UpsAlternateUrl -Farm '

Save-Report $told $Report
