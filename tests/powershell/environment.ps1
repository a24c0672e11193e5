# A session whose environment names another Python's home and a folder of packages that are none of ours.
[CmdletBinding()]
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Report
)

Import-Module -Name $Module
$told = & (Get-Module -Name PyUpSync) {
    param ($Cmdlet)
    Initialize-UpsEngine -Cmdlet $Cmdlet
    $code = "def told():`n    import json, sys, idna`n    return json.dumps([sys.prefix, sys.path, idna.__file__])"
    Invoke-UpsPython -Code $code -Function 'told'
} $PSCmdlet
[System.IO.File]::WriteAllText($Report, $told)
