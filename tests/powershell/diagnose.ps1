# An administrator who asks why somebody has no picture, told as JSON.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$where = @{ Profiles = 'csv:people.csv'; Directory = 'ldif:people.ldif'; Registry = 'reg:account.reg'; Store = 'folder:trust' }

$checks = @(Test-UpsPhotoFlow ann @where -Html ann.html -WarningVariable said -WarningAction SilentlyContinue)
$told.checks = @($checks | Select-Object -Property Check, Status, Cause, Advice)
$told.said = @($said | ForEach-Object -Process { "$_" })
$told.type = $checks[0].PSTypeNames[0]
$told.evidence = @($checks | Where-Object -Property Check -EQ -Value 'zone' | ForEach-Object -Process { $_.Evidence.Count })
$told.shown = ($checks | Out-String -Width 200).Trim() -split '\s*\r?\n' | Select-Object -First 1
$told.page = Test-Path -Path ann.html
$told.quiet = @('ann', 'bob' | Test-UpsPhotoFlow @where -Quiet -WarningAction SilentlyContinue)
$old = Join-Path -Path $Folder -ChildPath 'iis.log'
$refused = @(Test-UpsPhotoFlow ann @where -Log $old, iis.log -Metaverse mv:people.xml -WarningAction SilentlyContinue)
$told.log = @($refused | Where-Object -Property Check -In -Value 'log', 'metaverse' | Select-Object -Property Check, Status, Cause)
$told.two = @(Test-UpsPhotoFlow -Identity ann, bob @where -WarningAction SilentlyContinue).Count

$trusted = @(Test-UpsPhotoSync @where -EventLog events.xml -WarningAction SilentlyContinue)
$told.events = @($trusted | Where-Object -Property Check -EQ -Value 'trust' | Select-Object -Property Status, Cause, Subject)
$farm = @(Test-UpsPhotoSync http://mysite.contoso.com @where -ProbeUser ann -WhatIf -WarningAction SilentlyContinue)
$told.farm = @($farm | Select-Object -Property Check, Status, Cause)
$told.farm_quiet = @(Test-UpsPhotoSync http://mysite.contoso.com @where -Quiet -WarningAction SilentlyContinue)
$probe = @(Test-UpsPhotoSync @where -ProbeUser ann -Confirm:$false -WarningAction SilentlyContinue)
$told.probed = @($probe | Where-Object -Property Check -EQ -Value 'writeProbe' | ForEach-Object -Process { "$($_.Status)" })
$told.types = @($farm + $probe | ForEach-Object -Process { $_.PSTypeNames[0] } | Select-Object -Unique)
$told.trouble = Get-Trouble { Test-UpsPhotoSync -ProbeUser ann -Confirm:$false }

Save-Report $told $Report
