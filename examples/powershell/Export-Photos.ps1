<#
.SYNOPSIS
Shows what an export would change, asks once, and exports.

.EXAMPLE
./Export-Photos.ps1 -Profiles csv:people.csv -Directory ldaps://dc1.contoso.com/DC=contoso,DC=com -Site mysite.contoso.com

.EXAMPLE
./Export-Photos.ps1 -Profiles csv:people.csv -Directory ldif:people.ldif -Confirm:$false
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param (
    [Parameter(Mandatory)] [string] $Profiles,
    [Parameter(Mandatory)] [string] $Directory,
    [string[]] $Site
)

if (-not (Get-Module -Name PyUpSync)) {
    Import-Module -Name PyUpSync -ErrorAction Stop
}
$job = @{ Profiles = $Profiles; Directory = $Directory; ErrorAction = 'SilentlyContinue' }
if ($Site) {
    $job.Site = $Site
}

$plan = @(Get-UpsPhotoPlan @job)
$changes = @($plan | Where-Object -Property Status -EQ -Value 'Planned')
$plan | Group-Object -Property Status -NoElement | Sort-Object -Property Name | ForEach-Object -Process { '{0,5} {1}' -f $_.Count, $_.Name }
if ($changes.Count -eq 0) {
    'Nothing to change.'
    return
}
if ($PSCmdlet.ShouldProcess($Directory, "Write $($changes.Count) photos")) {
    Export-UpsPhoto @job -Confirm:$false | Where-Object -Property Status -In -Value 'Applied', 'Failed' |
        ForEach-Object -Process { '{0} {1}: {2} {3}' -f $_.Status, $_.Account, $_.Reason, $_.Advice }
}
