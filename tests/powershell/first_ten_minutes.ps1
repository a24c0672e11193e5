# The commands of docs/first-ten-minutes.md: each is shown, run, and followed by what it prints.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

$text = New-Object -TypeName System.Text.StringBuilder
$commands = @(
    'Import-Module PyUpSync'
    '(Get-Module PyUpSync).Version.ToString()'
    '$job = @{ Profiles = ''csv:people.csv''; Directory = ''ldif:people.ldif''; Photos = ''folder:pictures'' }'
    'Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue | Sort-Object -Property Account'
    'Export-UpsPhoto @job -State sqlite:photos.db -WhatIf -ErrorAction SilentlyContinue | Group-Object -Property Status -NoElement'
    '$outcomes = Export-UpsPhoto @job -State sqlite:photos.db -ErrorAction SilentlyContinue -ErrorVariable failures'
    '$outcomes | Sort-Object -Property Account'
    '$failures.FullyQualifiedErrorId | Sort-Object'
    '$outcomes | Where-Object -Property Status -EQ -Value Failed | Sort-Object -Property Account | Format-List -Property Account, Reason, Advice'
    'Export-UpsPhoto @job -State sqlite:photos.db -ErrorAction SilentlyContinue | Group-Object -Property Status -NoElement'
    'Get-UpsPhoto CONTOSO\alice, CONTOSO\dora ldif:people.ldif | Format-List -Property Account, Bytes, Format'
    'Get-UpsPhotoHistory -State sqlite:photos.db'
    'Get-UpsPhotoHistory -State sqlite:photos.db -Run 1 | Restore-UpsPhoto -State sqlite:photos.db -Directory ldif:people.ldif -WhatIf | Sort-Object -Property Account'
)
Set-Location -LiteralPath $Folder
foreach ($command in $commands) {
    [void] $text.Append("PS> $command`n")
    $shown = if ($command -like 'Import-Module*') { Import-Module -Name $Module } else { . ([scriptblock]::Create($command)) *>&1 | Out-String -Width 118 }
    foreach ($line in "$shown".Trim("`r", "`n") -split '\r?\n') {
        if ($shown) {
            [void] $text.Append($line.TrimEnd() + "`n")
        }
    }
    [void] $text.Append("`n")
}
[System.IO.File]::WriteAllText($Report, $text.ToString())
