# Holds the stand-in to the documents its head names; tells what came of it as JSON.
param ([Parameter(Mandatory)] [string] $Folder)
$told = [ordered] @{ sets = [ordered] @{} }
Import-Module -Name Microsoft.SharePoint.PowerShell
Set-Location -LiteralPath $Folder

function Get-Held { , @(Get-SPTrustedRootAuthority | ForEach-Object { $_.Name }) }
function Get-Trouble([scriptblock] $Script, [switch] $Type) {
    try {
        $null = & $Script
        'none'
    } catch {
        if ($Type) { $_.Exception.GetType().Name } else { $_.Exception.Message }
    }
}

foreach ($verb in 'Get', 'New', 'Set', 'Remove') {
    $command = Get-Command -Name "$verb-SPTrustedRootAuthority"
    $told.sets[$verb] = @($command.ParameterSets | ForEach-Object { $_.Name } | Sort-Object)
}
$told.certificate_type = (Get-Command -Name New-SPTrustedRootAuthority).Parameters['Certificate'].ParameterType.FullName

$one = Join-Path -Path $Folder -ChildPath 'one.cer'
New-SPTrustedRootAuthority -Name one -Certificate $one -WhatIf *> what-if.txt
$told.what_if = Get-Held
$null = New-SPTrustedRootAuthority one -Certificate $one -Confirm:$false
$told.from_file = Get-Held
$two = Join-Path -Path $Folder -ChildPath 'two.p7b'
$key = Join-Path -Path $Folder -ChildPath 'key.pfx'
$told.two = Get-Trouble { New-SPTrustedRootAuthority two -Certificate $two }
$told.key = Get-Trouble { New-SPTrustedRootAuthority key -Certificate $key }
$told.key_set = Get-Trouble { Set-SPTrustedRootAuthority one -Certificate $key }
$told.duplicate = Get-Trouble -Type { New-SPTrustedRootAuthority ONE -Certificate $one }
$object = Get-SPTrustedRootAuthority -Identity one
$told.by_pipeline = @($object, 'one', $object.Id | Get-SPTrustedRootAuthority | ForEach-Object { $_.Name })
$told.unknown = Get-Trouble -Type { Remove-SPTrustedRootAuthority nobody -Confirm:$false }
$own = (Get-SPTrustedRootAuthority -Identity local).Certificate
$told.local_subject = $own.Subject
$told.local_is_ca_root = $own.Thumbprint -eq (Get-SPCertificateAuthority).RootCertificate.Thumbprint
$object | Remove-SPTrustedRootAuthority -Confirm:$false
$told.removed = Get-Held
ConvertTo-Json -InputObject $told -Depth 4
