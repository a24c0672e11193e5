# Runs the examples of some cmdlets' help, told as JSON: what each wrote, and what went wrong.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    # The examples' code, in JSON.
    [Parameter(Mandatory)] [string] $Examples,
    [Parameter(Mandatory)] [string] $Report
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$ConfirmPreference = 'None'
$told = @(foreach ($code in ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($Examples))) {
        $Error.Clear()
        $written = 0
        $trouble = ''
        try {
            $written = @(. ([scriptblock]::Create($code)) 2>$null 3>$null).Count
            $trouble = @($Error | ForEach-Object -Process { $_.FullyQualifiedErrorId }) -join ' '
        } catch {
            $trouble = "$_"
        }
        [ordered] @{ code = $code; written = $written; trouble = $trouble }
    })
Save-Report -Told @{ examples = $told } -Path $Report
