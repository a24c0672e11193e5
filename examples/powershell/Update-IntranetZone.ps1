<#
.SYNOPSIS
Brings every address of a farm that is not in the Local intranet zone yet into it, and tests before and after.

.DESCRIPTION
Run it on a server of the farm, elevated, as a farm administrator: the account is the User Profile service's. Away from the
farm it works on files. It ends with 1 when an address is not in the zone after all, or its sites get no credentials.

.EXAMPLE
./Update-IntranetZone.ps1

.EXAMPLE
./Update-IntranetZone.ps1 -Farm farm:farm.json -Registry reg:account.reg -WhatIf
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param (
    [string] $Farm = 'sharepoint:',
    [string] $Registry = 'winreg:',
    [string] $Account
)

if (-not (Get-Module -Name PyUpSync)) {
    Import-Module -Name PyUpSync -ErrorAction Stop
}
$job = @{ Farm = $Farm; Registry = $Registry }
if ($Account) {
    $job.Account = $Account
}

$sites = @(Test-UpsIntranetSite @job)
$faults = @($sites | Where-Object -Property Status -EQ -Value 'Error')
if ($faults.Count -eq 0) {
    "All $($sites.Count) sites are in the zone."
    exit 0
}
$faults | ForEach-Object -Process { '{0} is in the zone {1}: {2}' -f $_.Url, $_.Zone, $_.DecidedBy }

if (-not $PSCmdlet.ShouldProcess($Registry, "Bring $($sites.Count) sites into the Local intranet zone")) {
    exit 1
}
Add-UpsIntranetSite @job -Confirm:$false | Where-Object -Property Status -NE -Value 'Unchanged' |
    ForEach-Object -Process { '{0} {1}: {2} {3}' -f $_.Status, $_.Url, $_.Reason, $_.Advice }

$left = @(Test-UpsIntranetSite @job | Where-Object -Property Status -EQ -Value 'Error')
if ($left.Count -eq 0) {
    "All $($sites.Count) sites are in the zone now."
    exit 0
}
$left | ForEach-Object -Process { '{0} is not well yet: {1} {2}' -f $_.Url, $_.Reason, $_.Advice }
exit 1
