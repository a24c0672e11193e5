# Cmdlets on the lab: an export that the test interrupts, or everything that writes to a directory with -WhatIf.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Settings,
    [Parameter(Mandatory)] [string] $Folder,
    [switch] $WhatIf
)

Import-Module -Name $Module
Set-Location -LiteralPath $Folder
$told = ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($Settings))
$login = @{ Authentication = 'Kerberos'; UserName = $told.user; Keytab = $told.keytab; CAFile = $told.ca_file }
$job = @{ Profiles = $told.profiles; Directory = $told.directory; Site = $told.site; State = 'sqlite:state.db'; ErrorAction = 'SilentlyContinue' }

if ($WhatIf) {
    $outcomes = @(Export-UpsPhoto @job @login -WhatIf) + @(Restore-UpsPhoto -State sqlite:before.db -Directory $told.directory -Run 1 @login -Force -WhatIf)
    $outcomes += @(Grant-UpsDirectoryAccess $told.directory $told.account -OrganizationalUnit $told.staff @login -WhatIf -ErrorAction SilentlyContinue)
    $null = Test-UpsPhotoSync -ProbeUser $told.person -Directory $told.directory @login -WhatIf -ErrorAction SilentlyContinue
    $outcomes | Group-Object -Property Code | ForEach-Object -Process { "$($_.Name) $($_.Count)" }
    exit 0
}

try {
    Export-UpsPhoto @job @login -RequestsPerSecond $told.rate | ForEach-Object -Process {
        [System.IO.File]::WriteAllText((Join-Path -Path $Folder -ChildPath 'under-way'), $_.Account)
    }
} finally {
    $left = & (Get-Module -Name PyUpSync) {
        $code = "def count():`n    import pyupsync.bridge`n    return str(len(pyupsync.bridge._runs))"
        Invoke-UpsPython -Code $code -Function 'count'
    }
    [System.IO.File]::WriteAllText((Join-Path -Path $Folder -ChildPath 'finally'), $left)
}
'never reached'
