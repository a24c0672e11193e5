# Every cmdlet that knows -WhatIf, run with it and then without in a copy of the folder, told as JSON: what became of the files.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Import-Module -Name $Module
$exports = @{ Profiles = 'csv:people.csv'; Directory = 'ldif:people.ldif'; Photos = 'folder:pictures'; State = 'sqlite:state.db' }
$trust = @{ Store = 'folder:store' }
$zones = @{ Url = 'https://mysite.corp.test'; Registry = 'reg:zones.reg' }
$staff = 'OU=Staff,DC=corp,DC=example'
# What each does where it changes something. $Also has -WhatIf or nothing.
$cases = [ordered] @{
    'Add-UpsIntranetSite'        = { Add-UpsIntranetSite @zones -Force @Also }
    'Backup-UpsTrustedRoot'      = { Backup-UpsTrustedRoot @trust -Path backup-new @Also }
    'Clear-UpsPhotoHistory'      = { Clear-UpsPhotoHistory -State sqlite:state.db -KeepMB 0 @Also }
    'Expand-UpsCertificateChain' = { Expand-UpsCertificateChain -Path chain.pem -Destination certificates @Also }
    'Export-UpsPhoto'            = { Export-UpsPhoto @exports -ClearMissing -MaxClear 9 -OverwriteForeign -Output all.ldif @Also }
    'Get-UpsPhoto'               = { Get-UpsPhoto -Person ann -Directory ldif:people.ldif -Destination saved @Also }
    'Grant-UpsDirectoryAccess'   = { Grant-UpsDirectoryAccess ldif:corp.ldif 'CORP\svc' -OrganizationalUnit $staff @Also }
    'Import-UpsTrustedRoot'      = { Import-UpsTrustedRoot @trust -Path chain.pem @Also }
    'Register-UpsPhotoSchedule'  = { Register-UpsPhotoSchedule nightly.toml -System Windows -Root tasks @Also }
    'Remove-UpsIntranetSite'     = { Remove-UpsIntranetSite -Url http://there.corp.test -Registry reg:zones.reg @Also }
    'Remove-UpsTrustedRoot'      = { Remove-UpsTrustedRoot @trust -Name other @Also }
    'Restore-UpsPhoto'           = { Restore-UpsPhoto -State sqlite:state.db -Directory ldif:people.ldif -Run 1 -Force @Also }
    'Restore-UpsTrustedRoot'     = { Restore-UpsTrustedRoot @trust -Path backup @Also }
    'Revoke-UpsDirectoryAccess'  = { Revoke-UpsDirectoryAccess ldif:granted.ldif undo.jsonl @Also }
    'Set-UpsPictureMapping'      = { Set-UpsPictureMapping -Farm farm:service.json -Force @Also }
    'Start-UpsSynchronization'   = { Start-UpsSynchronization -Farm farm:service.json @Also }
    'Stop-UpsSynchronization'    = { Stop-UpsSynchronization -Farm farm:running.json @Also }
    'Test-UpsPhotoSync'          = { Test-UpsPhotoSync -ProbeUser 'CORP\ann' -Directory ldif:people.ldif @Also }
}

function Get-Content256([string] $Path) {
    # Every file below the folder, by its path in it, with the hash of what is in it; folders too.
    $found = [ordered] @{}
    $sha256 = [System.Security.Cryptography.SHA256]::Create()
    foreach ($item in Get-ChildItem -LiteralPath $Path -Recurse -Force | Sort-Object -Property FullName) {
        $name = $item.FullName.Substring($Path.Length + 1)
        $found[$name] = 'folder'
        if (-not $item.PSIsContainer) {
            $found[$name] = [System.BitConverter]::ToString($sha256.ComputeHash([System.IO.File]::ReadAllBytes($item.FullName)))
        }
    }
    $found
}

function Get-Difference($Before, $After) {
    , @(@($Before.Keys) + @($After.Keys) | Select-Object -Unique | Where-Object -FilterScript { $Before[$_] -cne $After[$_] })
}

$told = [ordered] @{ known = @(Get-Command -Module PyUpSync | Where-Object -FilterScript { $_.Parameters.ContainsKey('WhatIf') } |
            ForEach-Object -Process { $_.Name }); cases = [ordered] @{} }
foreach ($name in $cases.Keys) {
    $copy = "$Folder-$name"
    Copy-Item -LiteralPath $Folder -Destination $copy -Recurse
    Set-Location -LiteralPath $copy
    $quiet = @{ WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
    $before = Get-Content256 $copy
    [System.Console]::Out.WriteLine("case $name")   # what the host says of it comes after this
    $Also = $quiet + @{ WhatIf = $true }
    $failures = @()
    try { $null = @(. $cases[$name]) } catch { $failures += "$_" }
    $after = Get-Content256 $copy
    $Also = $quiet + @{ Confirm = $false }
    try { $null = @(. $cases[$name]) } catch { $failures += "$_" }
    $told.cases[$name] = [ordered] @{
        failures = $failures
        what_if  = Get-Difference $before $after
        real     = Get-Difference $after (Get-Content256 $copy)
    }
}
Save-Report -Told $told -Path $Report
