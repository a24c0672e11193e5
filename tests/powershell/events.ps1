# An administrator reads events and a metaverse, told as JSON. The tests assert on parts of it.
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

# --- which certificate was refused, from several logs, with a store and a chain at hand
$found = @(Get-UpsCertificateEvent -Path *.xml, sharepoint.log -Store folder:trust -With chain.p7b)
$told.found = @($found | Select-Object -Property Subject, Issuer, Cause, Count, Thumbprint, Error, Status, Advice, @{
        Name = 'Type'; Expression = { $_.PSTypeNames[0] } }, @{
        Name = 'First'; Expression = { $_.First.ToString('s') } }, @{ Name = 'Last'; Expression = { $_.Last.ToString('s') } })
$told.table = ($found | Out-String -Width 200).Trim()
$told.files = @(Get-ChildItem -Path . -Filter *.log | Get-UpsCertificateEvent | ForEach-Object -Process { $_.Count })
$told.quiet = @(Get-UpsCertificateEvent nothing.txt)
$null = Get-UpsCertificateEvent -Path binary.evtx, none.xml -ErrorAction SilentlyContinue -ErrorVariable failures
$told.failures = Get-Failure $failures
$told.no_pipeline = @(Get-ChildItem -Path . -Filter *.none | Get-UpsCertificateEvent)

# --- mended by the advice's own cmdlet, and read again
$null = Import-UpsTrustedRoot -Path chain.p7b -Store folder:trust -WarningAction SilentlyContinue
$told.after = @(Get-UpsCertificateEvent -Path events.xml -Store folder:trust | ForEach-Object -Process { "$($_.Status) $($_.Cause)" })

# --- the metaverse
$sources = 'mv:people', 'csexport:pending', 'runs:history'
$findings = @(Test-UpsMetaverse -Source $sources)
$told.findings = @($findings | ForEach-Object -Process { "$($_.Status) $($_.Check)" })
$told.findings_table = ($findings | Out-String -Width 160).Trim()
$people = @(Test-UpsMetaverse $sources -Person)
$told.people = @($people | ForEach-Object -Process { "$($_.Account) $($_.Cause) $($_.PSTypeNames[0])" })
$told.people_table = ($people | Out-String -Width 200).Trim()
$told.bad = @(Test-UpsMetaverse $sources -Quiet)
$told.good = @(Test-UpsMetaverse runs:good -Quiet)
$told.broken = Get-Trouble { Test-UpsMetaverse -Source mv:pending }
$told.no_connection = Get-Trouble { Test-UpsMetaverse -Source sql:System.Data.SqlClient }
$told.completion = Get-Completion 'Test-UpsMetaverse -Source '

Save-Report $told $Report
