<#
.SYNOPSIS
For the task scheduler: exports, leaves a report of the day as CSV, and ends with 1 when somebody's photo failed.

.DESCRIPTION
Runs as the account of the task and logs on as that account. Start it with:

    powershell.exe -NoProfile -NonInteractive -File Invoke-NightlyExport.ps1 -Profiles csv:C:\Photos\people.csv ...

.EXAMPLE
./Invoke-NightlyExport.ps1 -Profiles csv:people.csv -Directory ldaps://dc1.contoso.com/DC=contoso,DC=com -Reports reports
#>
[CmdletBinding()]
param (
    [Parameter(Mandatory)] [string] $Profiles,
    [Parameter(Mandatory)] [string] $Directory,
    [Parameter(Mandatory)] [string] $Reports,
    [string[]] $Site,
    [int] $KeepDays = 30
)

if (-not (Get-Module -Name PyUpSync)) {
    Import-Module -Name PyUpSync -ErrorAction Stop
}
$job = @{ Profiles = $Profiles; Directory = $Directory; ErrorAction = 'SilentlyContinue' }
if ($Site) {
    $job.Site = $Site
}
if (-not (Test-Path -Path $Reports)) {
    $null = New-Item -Path $Reports -ItemType Directory
}
$report = Join-Path -Path $Reports -ChildPath ('photos-{0}.csv' -f [System.DateTime]::Now.ToString('yyyy-MM-dd-HHmmss'))

try {
    # Rows are written as they come: a run that is cut short leaves the report of what it did.
    $failed = 0
    Export-UpsPhoto @job | ForEach-Object -Process {
        if ($_.Status -eq 'Failed') {
            $failed++
        }
        $_
    } | Export-Csv -Path $report -NoTypeInformation -Encoding UTF8
} catch {
    Write-Warning -Message "The export could not run: $_"
    exit 2
}

Get-ChildItem -Path $Reports -Filter 'photos-*.csv' |
    Where-Object -Property LastWriteTime -LT -Value ([System.DateTime]::Now.AddDays(-$KeepDays)) | Remove-Item
"$failed failed; see $report"
exit [int] ($failed -gt 0)
