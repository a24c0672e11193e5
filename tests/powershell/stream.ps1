# Exports twice: first people of whom the last one's picture waits for the first one's object, then people of whom one
# picture never comes. The test interrupts the second; what runs then is told in the folder.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Farm
)

Import-Module -Name $Module
Set-Location -LiteralPath $Farm
$job = @{ Photos = 'http'; ThrottleLimit = 2; ErrorAction = 'SilentlyContinue' }

Export-UpsPhoto @job -Profiles csv:slow.csv -Directory ldif:slow.ldif | ForEach-Object -Process {
    if (-not (Test-Path -LiteralPath gate)) {
        [System.IO.File]::WriteAllText((Join-Path -Path $Farm -ChildPath 'gate'), $_.Account)
    }
    "$($_.Account) $($_.Status)"
}

try {
    Export-UpsPhoto @job -Profiles csv:stuck.csv -Directory ldif:stuck.ldif -State sqlite:stuck.db | ForEach-Object -Process {
        [System.IO.File]::WriteAllText((Join-Path -Path $Farm -ChildPath 'under-way'), $_.Account)
    }
} finally {
    $left = & (Get-Module -Name PyUpSync) {
        $code = "def count():`n    import pyupsync.bridge`n    return str(len(pyupsync.bridge._runs))"
        Invoke-UpsPython -Code $code -Function 'count'
    }
    [System.IO.File]::WriteAllText((Join-Path -Path $Farm -ChildPath 'finally'), $left)
}
'never reached'
