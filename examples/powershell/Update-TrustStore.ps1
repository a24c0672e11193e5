<#
.SYNOPSIS
Makes SharePoint trust a site: backs the trust store up, imports what is missing of the chain, and tests before and after.

.DESCRIPTION
Run it on a server of the farm in the SharePoint Management Shell, as a farm administrator. When the site is trusted
already it does nothing. It ends with 1 when the site is not trusted after all.

.EXAMPLE
./Update-TrustStore.ps1 -Url https://mysite.contoso.com -Chain chain.p7b -Backup trust-backup -RestartIis

.EXAMPLE
./Update-TrustStore.ps1 -Url https://mysite.contoso.com -Chain certs -Backup trust-backup -Store folder:trust -WhatIf
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param (
    [Parameter(Mandatory)] [string] $Url,
    [Parameter(Mandatory)] [string[]] $Chain,
    [Parameter(Mandatory)] [string] $Backup,
    [string] $Store = 'sharepoint:',
    [switch] $RestartIis
)

if (-not (Get-Module -Name PyUpSync)) {
    Import-Module -Name PyUpSync -ErrorAction Stop
}

$faults = @(Test-UpsTrustedRoot -Url $Url -With $Chain -Store $Store | Where-Object -Property Status -EQ -Value 'Error')
if ($faults.Count -eq 0) {
    "$Url is trusted already."
    exit 0
}
$faults | ForEach-Object -Process { '{0}: {1} {2}' -f $_.Check, $_.Actual, $_.Advice }

if (-not $PSCmdlet.ShouldProcess($Store, "Import the chain of $Url")) {
    Import-UpsTrustedRoot -Path $Chain -Store $Store -WhatIf
    exit 1
}
$null = Backup-UpsTrustedRoot -Path $Backup -Store $Store -Confirm:$false
Import-UpsTrustedRoot -Path $Chain -Store $Store -RestartIis:$RestartIis -Confirm:$false |
    ForEach-Object -Process { '{0} {1}: {2} {3}' -f $_.Status, $_.Name, $_.Reason, $_.Advice }

if (Test-UpsTrustedRoot -Url $Url -Store $Store -Quiet) {
    "$Url is trusted now."
    exit 0
}
"$Url is not trusted yet:"
Test-UpsTrustedRoot -Url $Url -Store $Store | ForEach-Object -Process { '{0}: {1} {2}' -f $_.Check, $_.Actual, $_.Advice }
exit 1
