# An administrator who looks at the pictures in the directory, told as JSON.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$where = @{ Directory = 'ldif:people.ldif' }

function Get-Offer {
    # What is offered for each parameter that has a completer of ours, when nothing is typed yet.
    $offer = [ordered] @{}
    foreach ($known in & (Get-Module -Name PyUpSync) { @($script:UpsForms.Keys) | Sort-Object }) {
        $command, $parameter = $known -split ' '
        $offer[$known] = Get-Completion "$command -$parameter "
    }
    $offer
}

$told.fresh = Get-Offer
$told.started = @([System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object -FilterScript { $_.GetName().Name -eq 'Python.Runtime' }).Count

$photos = @(Get-UpsPhoto 'CORP\ann', bob, nobody @where -ErrorAction SilentlyContinue -ErrorVariable problems)
$told.photos = @($photos | Select-Object -Property Account, Bytes, Format, Width, Height, Sha256, Person)
$told.type = $photos[0].PSTypeNames[0]
$told.properties = @($photos[0].PSObject.Properties | ForEach-Object -Process { $_.Name })
$told.problems = @($problems | ForEach-Object -Process { $_.FullyQualifiedErrorId })
$told.shown = ($photos | Out-String).Trim() -split '\s*\r?\n' | Select-Object -First 1
$bytes = Get-UpsPhoto ann @where -AsByteStream
$told.bytes_type = $bytes.GetType().Name
$told.bytes = [System.Convert]::ToBase64String($bytes)
$told.streams = @(Get-UpsPhoto ann, bob, eve @where -AsByteStream | ForEach-Object -Process { $_.Length })
$null = 'ann' | Get-UpsPhoto @where -Destination what-if -WhatIf
$told.what_if = Test-Path -Path what-if
$piped = @([pscustomobject] @{ Account = 'ann' }, [pscustomobject] @{ Account = 'eve' } | Get-UpsPhoto @where -Destination saved)
$told.saved = @($piped | ForEach-Object -Process { Split-Path -Path $_.Path -Leaf })
$told.unwritable = @(Get-UpsPhoto ann @where -Destination people.ldif -ErrorAction SilentlyContinue -ErrorVariable denied |
        ForEach-Object -Process { $_.Path })
$told.denied = @($denied | ForEach-Object -Process { $_.FullyQualifiedErrorId })
$told.both = Get-Trouble { Get-UpsPhoto ann @where -AsByteStream -Destination saved }
$null = @(Import-UpsTrustedRoot -Path root.cer -Store folder:store -Confirm:$false) + @(Test-UpsIntranetSite -Url http://mysite -Registry reg:zones.reg)
$told.completed = [ordered] @{
    person  = Get-Completion 'Restore-UpsPhoto -Person corp\a'
    persons = Get-Completion 'Get-UpsPhotoHistory -Person '
    name    = Get-Completion 'Remove-UpsTrustedRoot -Name w'
    url     = Get-Completion 'Add-UpsIntranetSite -Url http://my'
    image   = Get-Completion 'Export-UpsPhoto -Image l'
}
$used = @{ Profiles = 'csv:none.csv'; Directory = 'ldaps://svc:secret@dc1/DC=corp', 'ldaps://dc1/DC=corp'; Site = 'mysite.corp.test'; State = 'sqlite:state.db' }
$null = Get-Trouble { Get-UpsPhotoPlan @used }
& (Get-Module -Name PyUpSync) { function script:Invoke-UpsPython { $global:Asked = $true } }   # the one place that leads outside
$global:Asked = $false
$told.offer = Get-Offer
$told.asked = $global:Asked
Save-Report -Told $told -Path $Report
