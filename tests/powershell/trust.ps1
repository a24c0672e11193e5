# An administrator at the trust store, told as JSON: the same steps for each store. The tests assert on parts of it.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Url,
    [Parameter(Mandatory)] [string] $Report,
    # The stand-in for SharePoint; its state and what iisreset was told go to files beside the certificates.
    [Parameter(Mandatory)] [string] $StandIn
)

$ErrorActionPreference = 'Continue'
. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$quiet = @{ WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }

function Get-Fate([object[]] $Outcome) {
    # Index by index, so that an empty list stays one in JSON.
    , @($Outcome | ForEach-Object -Process { "$($_.Status) $($_.Code) $($_.Name)" })
}

function Get-Held([string] $Store) {
    , @(Get-UpsTrustedRoot -Store $Store @quiet | ForEach-Object -Process { $_.Name } | Sort-Object)
}

function Get-Story([string] $Store) {
    $story = [ordered] @{}
    $at = @{ Store = $Store }
    $backup = 'backup-' + $Store.Substring(0, 6)
    $story.begun_with = Get-Held $Store

    # --- does the site validate, before
    $before = @(Test-UpsTrustedRoot -Url $Url -With chain.p7b @at)
    $story.before = @($before | Select-Object -Property Check, Status, Subject, Actual, Advice, @{
            Name = 'Type'; Expression = { $_.PSTypeNames[0] } })
    $story.before_quiet = @(Test-UpsTrustedRoot $Url -Quiet @at)

    # --- a chain out of order with a leaf: -WhatIf, once, twice
    $story.what_if = Get-Fate @(Import-UpsTrustedRoot -Path chain.p7b -WhatIf @at @quiet)
    $story.what_if_held = Get-Held $Store
    $all = @(Import-UpsTrustedRoot -Path chain.p7b -Verbose @at 3>&1 4>&1)
    $first = @($all | Where-Object -FilterScript { $_.PSTypeNames -contains 'PyUpSync.TrustOutcome' })
    $story.first = Get-Fate $first
    $story.first_warned = @($all | Where-Object -FilterScript { $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object -Process { $_.Message })
    $story.first_table = ($first | Out-String).Trim()
    $story.second = Get-Fate @(Import-UpsTrustedRoot -Path chain.p7b @at @quiet)
    $story.held = Get-Held $Store
    $story.after_quiet = @(Test-UpsTrustedRoot $Url -Quiet @at)
    $story.after = @($Url | Test-UpsTrustedRoot @at | ForEach-Object -Process { "$($_.Status) $($_.Check)" })
    $roots = @(Get-UpsTrustedRoot @at @quiet)
    $story.roots = @($roots | Select-Object -Property Name, Role, DaysLeft, Thumbprint, Subject, IsLocal, @{
            Name = 'Local'; Expression = { [string] $_.NotAfter.Kind } })
    $story.roots_table = ($roots | Out-String).Trim()
    $story.by_name = @(Get-UpsTrustedRoot -Name 'Ausgabe*' @at @quiet | ForEach-Object -Process { $_.Name })

    # --- everything that comes by the pipeline
    $story.files = Get-Fate @(Get-ChildItem -Path singles -Filter *.cer | Import-UpsTrustedRoot @at @quiet)
    $story.names = Get-Fate @('singles/sub.cer', 'singles/root*.cer' | Import-UpsTrustedRoot @at @quiet)
    $story.properties = Get-Fate @([pscustomobject] @{ Path = 'singles/sub.cer' } | Import-UpsTrustedRoot @at @quiet)
    $sub = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList (Convert-Path -Path singles/sub.cer)
    $story.objects = Get-Fate @($sub | Import-UpsTrustedRoot @at @quiet)
    $story.marked_objects = Get-Fate @($sub | Add-Member -NotePropertyName PSPath -NotePropertyValue 'Cert:\nowhere' -PassThru | Import-UpsTrustedRoot @at @quiet)
    $story.nothing = @(Get-ChildItem -Path singles -Filter *.none | Import-UpsTrustedRoot @at)

    # --- a second authority of the same name; private keys and files that are none; a failure of one stops no other
    $story.same_name = Get-Fate @(Import-UpsTrustedRoot -Path twin.cer @at @quiet)
    $story.same_name_again = Get-Fate @(Import-UpsTrustedRoot -Path twin.cer @at @quiet)
    $mixed = @(Import-UpsTrustedRoot -Path key.pem, none.cer, with-key.pfx, other.cer -ErrorAction SilentlyContinue -ErrorVariable failures @at)
    $story.mixed = Get-Fate $mixed
    $story.mixed_failures = Get-Failure $failures
    $owner = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList (Convert-Path -Path with-key.pfx), ''
    $story.owner_has_key = $owner.HasPrivateKey
    $story.owner = Get-Fate @(Import-UpsTrustedRoot -Certificate $owner @at @quiet)
    $null = Import-UpsTrustedRoot -Path expired.cer @at -ErrorAction SilentlyContinue -ErrorVariable failures -WarningVariable warned -WarningAction SilentlyContinue
    $story.expired_failures = Get-Failure $failures
    $story.expired_warned = @($warned | ForEach-Object -Process { [string] $_ })
    $null = Import-UpsTrustedRoot -Path soon.cer -WhatIf @at -WarningVariable warned -WarningAction SilentlyContinue
    $story.soon_warned = @($warned | ForEach-Object -Process { [string] $_ })
    $null = Import-UpsTrustedRoot -Path soon.cer -WhatIf -WarnDays 10 @at -WarningVariable warned -WarningAction SilentlyContinue
    $story.late_warned = @($warned).Count
    $story.forced = Get-Fate @(Import-UpsTrustedRoot -Path expired.cer -Force @at @quiet)
    $story.renewed = @(Import-UpsTrustedRoot -Path renewed.cer @at @quiet | Select-Object -Property Name, Status, Action, BeforeThumbprint, AfterThumbprint)
    $stopped = Get-Trouble { Import-UpsTrustedRoot -Path key.pem, chain.p7b @at -ErrorAction Stop }
    $story.stopped = $stopped

    # --- backup, removal, restore
    $story.backup_what_if = Get-Fate @(Backup-UpsTrustedRoot -Path $backup -WhatIf @at @quiet)
    $story.backup_what_if_made = Test-Path -Path $backup
    $story.backup = Get-Fate @(Backup-UpsTrustedRoot -Path $backup @at @quiet)
    $story.backup_again = Get-Fate @(Backup-UpsTrustedRoot -Path $backup @at @quiet)
    $story.held_full = Get-Held $Store
    $story.remove_what_if = Get-Fate @(Get-UpsTrustedRoot @at @quiet | Remove-UpsTrustedRoot -WhatIf @at @quiet)
    $story.remove_what_if_held = Get-Held $Store
    $story.remove_asks = Get-Trouble { Remove-UpsTrustedRoot -Name 'Other Root' @at }
    $story.remove_asks_held = Get-Held $Store
    $story.removed = Get-Fate @(Get-UpsTrustedRoot @at @quiet | Remove-UpsTrustedRoot -Confirm:$false -ErrorVariable failures @at @quiet)
    $story.remove_failures = Get-Failure $failures
    $story.removed_held = Get-Held $Store
    $story.restored = Get-Fate @(Restore-UpsTrustedRoot -Path $backup -Force @at @quiet)
    $story.restored_again = Get-Fate @(Restore-UpsTrustedRoot -Path $backup -Force @at @quiet)
    $story.restored_held = Get-Held $Store
    $story.by_word = Get-Fate @('other root' | Remove-UpsTrustedRoot -Confirm:$false @at @quiet)
    $story.by_word_again = Get-Fate @([pscustomobject] @{ Name = 'Other Root' } | Remove-UpsTrustedRoot -Confirm:$false @at @quiet)
    $story.absent = Get-Fate @(Import-UpsTrustedRoot -Absent $roots[-1].Thumbprint -Confirm:$false @at @quiet)
    $story.from_url = Get-Fate @(Import-UpsTrustedRoot -FromUrl $Url @at @quiet)
    $story.backup_refused = Get-Trouble { Backup-UpsTrustedRoot -Path $backup @at }
    return $story
}

# --- single files
$told.expand_what_if = Get-Fate @(Expand-UpsCertificateChain -Path chain.p7b -Destination single -WhatIf)
$told.expand_made = Test-Path -Path single
$told.expanded = @(Get-ChildItem -Path chain.p7b | Expand-UpsCertificateChain -Destination single | Select-Object -Property Name, Status, Path)
$told.expanded_again = Get-Fate @(Expand-UpsCertificateChain chain.p7b single)
$told.expand_failed = Get-Fate @(Expand-UpsCertificateChain chain.p7b, key.pem single @quiet)

# --- the folder as a store
$told.folder = Get-Story 'folder:store'
$told.missing = [ordered] @{
    import = Get-Trouble { Import-UpsTrustedRoot -Store folder:store }
    store  = Get-Trouble { Get-UpsTrustedRoot -Store nonsense: }
    backup = Get-Trouble { Restore-UpsTrustedRoot -Path no-such-backup -Store folder:store }
    site   = Get-Trouble { Test-UpsTrustedRoot -Url https://localhost:1 -Quiet -Store folder:store -TimeoutSec 5 }
    drive  = Get-Trouble { Import-UpsTrustedRoot -Path Env:\PATH -Store folder:store }
    farm   = Get-Trouble { Get-UpsTrustedRoot }
}
$told.completed = Get-Completion 'Import-UpsTrustedRoot -Store '

# --- the example, at a store of its own
$example = [System.IO.Path]::Combine($Module, '..', '..', 'examples', 'powershell', 'Update-TrustStore.ps1')
$mend = @{ Url = $Url; Chain = 'chain.p7b'; Backup = 'backup-example'; Store = 'folder:example' }
$told.example_what_if = @(& $example @mend -WhatIf -WarningAction SilentlyContinue | Where-Object -FilterScript { $_ -is [string] }) + "exit code $LASTEXITCODE"
$told.example_made = (Test-Path -Path example) -or (Test-Path -Path backup-example)
$told.example = @(& $example @mend -Confirm:$false -WarningAction SilentlyContinue) + "exit code $LASTEXITCODE"
$told.example_again = @(& $example @mend) + "exit code $LASTEXITCODE"

# --- the farm of this server, in this runspace
$separator = [System.IO.Path]::PathSeparator
$env:PSModulePath = $env:PSModulePath + $separator + $StandIn
$env:PATH = (Join-Path -Path $StandIn -ChildPath 'bin') + $separator + $env:PATH
$env:PYUPSYNC_STANDIN_FARM = Join-Path -Path $Folder -ChildPath 'farm.json'
$env:PYUPSYNC_STANDIN_IISRESET = Join-Path -Path $Folder -ChildPath 'iisreset.txt'
$told.sharepoint = Get-Story 'sharepoint:'
$story = $told.sharepoint
$null = Import-UpsTrustedRoot -Path other.cer -WarningVariable warned -WarningAction SilentlyContinue
$story.iis_warned = @($warned | ForEach-Object -Process { [string] $_ })
$story.iis_what_if = Get-Fate @(Remove-UpsTrustedRoot -Name 'Other Root' -RestartIis -WhatIf)
$story.iis_before = Test-Path -Path iisreset.txt
$story.iis_restarted = Get-Fate @(Remove-UpsTrustedRoot -Name 'Other Root' -RestartIis -Confirm:$false)
$story.iis_nothing = Get-Fate @(Remove-UpsTrustedRoot -Name 'Other Root' -RestartIis -Confirm:$false)
$story.iis_told = @([System.IO.File]::ReadAllLines($env:PYUPSYNC_STANDIN_IISRESET))
$story.ran_here = [bool] (Get-Module -Name Microsoft.SharePoint.PowerShell)
$env:PYUPSYNC_STANDIN_IISRESET_DENIED = 'WFE1'
$null = Import-UpsTrustedRoot -Path other.cer -RestartIis -ErrorAction SilentlyContinue -ErrorVariable failures
$story.iis_denied = Get-Failure $failures
$env:PYUPSYNC_STANDIN_FAIL = 'New-SPTrustedRootAuthority=denied'
$null = Import-UpsTrustedRoot -Path twin.cer, soon.cer -Store sharepoint: -ErrorAction SilentlyContinue -ErrorVariable failures -WarningAction SilentlyContinue
$story.denied = Get-Failure $failures
$env:PYUPSYNC_STANDIN_FAIL = '*=farm'
$story.no_farm = Get-Trouble { Get-UpsTrustedRoot }
$env:PYUPSYNC_STANDIN_FAIL = ''

Save-Report $told $Report
