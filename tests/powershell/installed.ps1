# What an administrator's script does where the module is installed: it names the module and no path of it.
[CmdletBinding()]
param (
    [Parameter(Mandatory)] [string] $Farm,
    [Parameter(Mandatory)] [string] $Report
)

Import-Module -Name PyUpSync
Set-Location -LiteralPath $Farm
$outcomes = @(Export-UpsPhoto -Profiles csv:people.csv -Directory ldif:people.ldif -WarningVariable warned -WarningAction SilentlyContinue)
$hosted = & (Get-Module -Name PyUpSync) {
    $code = "def told():`n    import json, pyupsync, sys`n    return json.dumps([sys.prefix, sys.executable, pyupsync.__file__, *sys.path])"
    Invoke-UpsPython -Code $code -Function 'told'
}
$told = [ordered] @{
    module   = (Get-Module -Name PyUpSync).ModuleBase
    version  = [string] (Get-Module -Name PyUpSync).Version
    outcomes = @($outcomes | Select-Object -Property Account, Status, Code)
    commands = @(Get-Command -Module PyUpSync | ForEach-Object -Process { $_.Name })
    synopses = @(Get-Command -Module PyUpSync | ForEach-Object -Process { [string] (Get-Help -Name $_.Name).Synopsis })
    warned   = @($warned | ForEach-Object -Process { [string] $_ })
    hosted   = @(ConvertFrom-Json -InputObject $hosted)
}
[System.IO.File]::WriteAllText($Report, (ConvertTo-Json -InputObject $told -Depth 4))
