# Imports a chain of many into one store or several, telling each outcome; the tests kill it on its way.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $StandIn,
    [Parameter(Mandatory)] [string] $Stores
)

Set-Location -LiteralPath $Folder
$env:PSModulePath = $env:PSModulePath + [System.IO.Path]::PathSeparator + $StandIn
$env:PYUPSYNC_STANDIN_FARM = Join-Path -Path $Folder -ChildPath 'farm.json'
$env:PYUPSYNC_STANDIN_DELAY = '20'
Import-Module -Name $Module
foreach ($store in $Stores.Split(',')) {
    Import-UpsTrustedRoot -Path many.p7b -Store $store -WarningAction SilentlyContinue | ForEach-Object -Process {
        "$store $($_.Status) $($_.Name)"
    }
}
