# An administrator at an account's zones, told as JSON: the same steps for a .reg file and a hive. The tests assert on parts of it.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report,
    # The stand-in for SharePoint.
    [Parameter(Mandatory)] [string] $StandIn,
    # Registries to tell of: reg:account.reg,hive:account.dat
    [Parameter(Mandatory)] [string] $Registries
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$env:PSModulePath = $env:PSModulePath + [System.IO.Path]::PathSeparator + $StandIn
$env:PYUPSYNC_STANDIN_FARM = Join-Path -Path $Folder -ChildPath 'state.json'
$told = [ordered] @{}
$quiet = @{ WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }

function Get-Fate([object[]] $Outcome) {
    , @($Outcome | ForEach-Object -Process { "$($_.Status) $($_.Code) $($_.Url)" })
}

function Get-Bytes([string] $Path) {
    [System.Convert]::ToBase64String([System.IO.File]::ReadAllBytes((Convert-Path -LiteralPath $Path)))
}

function Get-Undo {
    @(Get-ChildItem -Path . -Filter 'zones-undo-*.reg').Count
}

function Get-Story([string] $Registry) {
    $story = [ordered] @{}
    $at = @{ Registry = $Registry }
    $scheme, $file = $Registry -split ':'
    $begun = Get-Bytes $file
    $undone = Get-Undo
    $story.listed = @(Get-UpsIntranetSite @at)
    $story.listed_table = ($story.listed | Out-String -Width 140).Trim()

    # --- before: nothing is in the zone, and the command that mends one is there
    $before = @(Get-UpsAlternateUrl | Test-UpsIntranetSite @at)
    $story.before = $before
    $story.before_type = $before[0].PSTypeNames[0]
    $story.before_table = ($before | Out-String -Width 140).Trim()
    $story.before_quiet = @(Get-UpsAlternateUrl | Test-UpsIntranetSite -Quiet @at)

    # --- what would be done
    $story.what_if = Get-Fate @(Get-UpsAlternateUrl | Add-UpsIntranetSite -WhatIf @at @quiet)
    $story.what_if_kept = (Get-Bytes $file) -ceq $begun
    $null = Get-UpsAlternateUrl | Add-UpsIntranetSite -WhatIf -RegFile "$scheme-out.reg" @at @quiet
    $story.reg_file = [System.IO.File]::ReadAllText((Convert-Path -LiteralPath "$scheme-out.reg"))
    $story.what_if_undo = (Get-Undo) - $undone

    # --- once, twice
    $all = @(Get-UpsAlternateUrl | Add-UpsIntranetSite -Verbose @at 3>&1 4>&1)
    $first = @($all | Where-Object -FilterScript { $_.PSTypeNames -contains 'PyUpSync.ZoneOutcome' })
    $story.first = Get-Fate $first
    $story.first_object = $first[0]
    $story.first_table = ($first | Out-String -Width 140).Trim()
    $story.first_warned = @($all | Where-Object -FilterScript { $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object -Process { $_.Message })
    $story.first_verbose = @($all | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object -Process { $_.Message })
    $story.first_undo = (Get-Undo) - $undone
    $added = Get-Bytes $file
    $story.second = Get-Fate @(Get-UpsAlternateUrl | Add-UpsIntranetSite @at)
    $story.second_kept = (Get-Bytes $file) -ceq $added
    $story.second_undo = (Get-Undo) - $undone
    $story.after = @(Test-UpsIntranetSite -Farm farm:carried.json @at)
    $story.after_quiet = @(Test-UpsIntranetSite -Farm sharepoint: -Quiet @at)
    $story.of_one = @(Get-UpsIntranetSite -Url http://mysite/any @at)

    # --- what cannot be mapped, and what somebody else mapped
    $null = Add-UpsIntranetSite -Url 'https://*.contoso.com', 'https://[::1]', 'https://u:pw@h.contoso.com', 'https://erp.contoso.com' @at -ErrorAction SilentlyContinue -ErrorVariable failures
    $story.failures = Get-Failure $failures
    $story.stopped = Get-Trouble { Add-UpsIntranetSite -Url https://erp.contoso.com @at -ErrorAction Stop }
    $story.failures_kept = (Get-Bytes $file) -ceq $added
    $story.refused = @(Test-UpsIntranetSite -Url 'https://*.contoso.com', 'http://mysite' @at @quiet | ForEach-Object -Process { "$($_.Status) $($_.Url) $($_.Zone)" })
    $story.refused_quiet = @(Test-UpsIntranetSite -Url 'https://*.contoso.com', 'http://mysite' -Quiet @at @quiet)

    # --- away again
    $story.remove_what_if = Get-Fate @(Remove-UpsIntranetSite -Farm farm:carried.json -WhatIf @at @quiet)
    $story.remove_asks = Get-Trouble { Remove-UpsIntranetSite -Url http://mysite @at }
    $story.remove_kept = (Get-Bytes $file) -ceq $added
    $story.by_value = Get-Fate @('http://mysite' | Remove-UpsIntranetSite -UndoFile "$scheme-undo.reg" -Confirm:$false @at @quiet)
    $story.by_value_undo = Test-Path -Path "$scheme-undo.reg"
    $story.by_entry = Get-Fate @(Get-UpsIntranetSite -Url https://mysite @at | Remove-UpsIntranetSite -Confirm:$false @at @quiet)
    $story.removed = Get-Fate @(Get-UpsAlternateUrl | Remove-UpsIntranetSite -Confirm:$false @at @quiet)
    $story.removed_again = Get-Fate @(Get-UpsAlternateUrl | Remove-UpsIntranetSite -Confirm:$false @at)
    $story.restored = (Get-Bytes $file) -ceq $begun
    $story.listed_after = @(Get-UpsIntranetSite @at)

    # --- the command that mends, as it is told; what is forced
    $mend = @(Test-UpsIntranetSite -Url https://mysite.contoso.com -Account S-1-5-21-1-2-3-1104 @at)[0].Advice
    $story.mend = $mend
    $story.mended = Get-Fate @(Invoke-Expression -Command "$mend -WarningAction SilentlyContinue")
    $story.mended_zone = @(Test-UpsIntranetSite https://mysite.contoso.com -Account S-1-5-21-1-2-3-1104 @at)[0]
    $story.forced = @(Add-UpsIntranetSite -Url https://erp.contoso.com -Force @at @quiet | Select-Object -Property Status, BeforeZone, AfterZone)
    return $story
}

foreach ($registry in $Registries.Split(',')) {
    $told[($registry -split ':')[0]] = Get-Story $registry
}

# --- the example, at a registry of its own
$example = [System.IO.Path]::Combine($Module, '..', '..', 'examples', 'powershell', 'Update-IntranetZone.ps1')
$update = @{ Farm = 'farm:carried.json'; Registry = 'reg:example.reg' }
Copy-Item -Path fresh.reg -Destination example.reg
$told.example_what_if = @(& $example @update -WhatIf) + "exit code $LASTEXITCODE"
$told.example_kept = (Get-Bytes example.reg) -ceq (Get-Bytes fresh.reg)
$told.example = @(& $example @update -Confirm:$false -WarningAction SilentlyContinue) + "exit code $LASTEXITCODE"
$told.example_again = @(& $example @update) + "exit code $LASTEXITCODE"

# --- what mends a site, where adding it would not do
$told.mends = @(Test-UpsIntranetSite -Url http://my.contoso.com, https://erp.contoso.com, http://contoso.com, http://10.0.0.7 -Registry reg:mends.reg)
$told.mends += @(Test-UpsIntranetSite -Url http://my.contoso.com, 'https://*.contoso.com' -Registry reg:policy.reg @quiet)
$told.mends_forced = Get-Fate @(Invoke-Expression -Command ($told.mends[1].Advice -replace '^.*: (?=Add-)') -WarningAction SilentlyContinue 3>$null)

# --- the advice names what the account is known by
$told.commands = & (Get-Module -Name PyUpSync) {
    $login = New-Object -TypeName pscredential -ArgumentList 'svc', (New-Object -TypeName securestring)
    $add = @{ Name = 'Add-UpsIntranetSite'; Url = 'https://m.contoso.com' }
    ConvertTo-UpsCommand @add -Bound @{ Url = 'x'; Farm = 'sharepoint:' }
    ConvertTo-UpsCommand @add -Bound @{ Account = 'CONTOSO\svc ups'; Farm = 'sharepoint:'; Credential = $login; Directory = "ldaps://dc/OU=O'Neil" }
    ConvertTo-UpsCommand @add -Bound @{ Registry = 'reg:a.reg'; Farm = 'farm:f.json'; Account = 'service'; Quiet = $true }
    ConvertTo-UpsCommand @add -Bound @{ Registry = 'reg:a.reg' } -Force
}

# --- jobs that cannot begin
$at = @{ Registry = 'reg:account.reg' }
$told.nothing = @(Get-ChildItem -Path . -Filter '*.none' | Add-UpsIntranetSite @at)
$told.nothing_listed = @(Get-ChildItem -Path . -Filter '*.none' | Get-UpsIntranetSite @at)
$told.troubles = [ordered] @{
    no_site      = Get-Trouble { Add-UpsIntranetSite @at }
    registry     = Get-Trouble { Get-UpsIntranetSite -Registry nowhere:x }
    no_windows   = Get-Trouble { Test-UpsIntranetSite -Url http://mysite }
    no_file      = Get-Trouble { Add-UpsIntranetSite -Url http://mysite -Registry reg:none.reg }
    no_farm      = Get-Trouble { Test-UpsIntranetSite -Farm farm:none.json @at }
    no_service   = Get-Trouble { Test-UpsIntranetSite -Url http://mysite -Account service @at }
    no_directory = Get-Trouble { Test-UpsIntranetSite -Url http://mysite -UserName svc -Keytab svc.keytab @at }
    two_logins   = Get-Trouble {
        $login = New-Object -TypeName pscredential -ArgumentList 'svc', (New-Object -TypeName securestring)
        Test-UpsIntranetSite -Url http://mysite -Credential $login -Keytab svc.keytab @at
    }
    undo_there   = Get-Trouble { Add-UpsIntranetSite -Url http://x.contoso.com -UndoFile reg-undo.reg @at }
    drive        = Get-Trouble { Get-UpsIntranetSite -Registry reg:Env:\PATH }
}
$told.completed = Get-Completion 'Add-UpsIntranetSite -Registry '
$told.completed_file = Get-Completion 'Test-UpsIntranetSite -Registry reg:acc'
$told.completed_farm = Get-Completion 'Remove-UpsIntranetSite -Farm '
$told.completed_directory = Get-Completion 'Get-UpsIntranetSite -Directory l'

Save-Report $told $Report
