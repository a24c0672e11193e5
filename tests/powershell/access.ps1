# An administrator at the rights of a service account, in a dump of the directory, told as JSON.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$quiet = @{ WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
$ou = 'OU=Staff,DC=corp,DC=example'
$at = @{ Directory = 'ldif:corp.ldif'; Account = 'CORP\svc'; OrganizationalUnit = "CN=alice,$ou" }

function Get-Fate([object[]] $Outcome) {
    , @($Outcome | ForEach-Object -Process { "$($_.Status) $($_.Code) $($_.Account) $($_.Sddl)" })
}

function Get-Undo {
    @(Get-ChildItem -Path . -Filter 'access-undo-*.jsonl').Count
}

# --- looking
$all = @('CORP\svc' | Test-UpsDirectoryAccess -Directory ldif:corp.ldif -OrganizationalUnit $ou)
$told.rights = @($all | Where-Object -FilterScript { $_.PSTypeNames -contains 'PyUpSync.DirectoryAccess' })
$told.people = @($all | Where-Object -FilterScript { $_.PSTypeNames -contains 'PyUpSync.PersonAccess' })
$told.rights_table = ($told.rights | Out-String -Width 160).Trim()
$told.people_table = ($told.people | Out-String -Width 160).Trim()
$told.quiet_before = @(Test-UpsDirectoryAccess @at -Quiet)
$told.required = @(Test-UpsDirectoryAccess ldif:corp.ldif CORP\svc -OrganizationalUnit $ou -Right Replicate, CreateChild |
        ForEach-Object -Process { "$($_.Check) $($_.Status)" })

# --- what would be done, once, twice
$told.what_if = Get-Fate @(Grant-UpsDirectoryAccess @at -WhatIf)
$told.what_if_left = @(Get-ChildItem -Path . -Filter '*.changes.ldif').Count + (Get-Undo)
$told.first = Get-Fate @(Grant-UpsDirectoryAccess @at -Confirm:$false)
$told.first_table = (Grant-UpsDirectoryAccess @at | Out-String -Width 160).Trim()
$told.second = Get-Fate @(Grant-UpsDirectoryAccess @at)
$told.undo_files = Get-Undo
$told.quiet_after = @(Test-UpsDirectoryAccess @at -Quiet)
$warned = @()
$told.classic = @(Grant-UpsDirectoryAccess ldif:corp.ldif CORP\svc -OrganizationalUnit $ou -Right WriteAll, CreateChild, Replicate -WhatIf @quiet |
        ForEach-Object -Process { $_.Action })
$null = Grant-UpsDirectoryAccess ldif:denied.ldif CORP\svc -OrganizationalUnit $ou -WhatIf -WarningVariable warned -WarningAction SilentlyContinue
$told.denied = @($warned | ForEach-Object -Process { [string] $_ })

# --- back
$undo = (Get-ChildItem -Path . -Filter 'access-undo-*.jsonl')[0].Name
$told.revoke_what_if = Get-Fate @(Revoke-UpsDirectoryAccess ldif:corp.ldif $undo -WhatIf)
$told.revoked = Get-Fate @(Revoke-UpsDirectoryAccess ldif:corp.ldif $undo -Confirm:$false)
$told.revoked_twice = Get-Fate @(Revoke-UpsDirectoryAccess ldif:corp.ldif $undo -Confirm:$false)
$told.quiet_end = @(Test-UpsDirectoryAccess @at -Quiet)
$told.impact = @(foreach ($name in 'Grant-UpsDirectoryAccess', 'Revoke-UpsDirectoryAccess') {
        (Get-Command -Name $name).ScriptBlock.Attributes |
            Where-Object -FilterScript { $_ -is [System.Management.Automation.CmdletBindingAttribute] } |
            ForEach-Object -Process { [string] $_.ConfirmImpact }
    })

# --- trouble
$told.whole = Get-Trouble { Grant-UpsDirectoryAccess ldif:corp.ldif CORP\svc -ErrorAction Stop }
$told.nobody = Get-Trouble { Test-UpsDirectoryAccess ldif:corp.ldif CORP\nobody -ErrorAction Stop }
$told.no_undo = Get-Trouble { Revoke-UpsDirectoryAccess ldif:corp.ldif gone.jsonl -ErrorAction Stop }
$failed = @()
$told.hidden = Get-Fate @(Grant-UpsDirectoryAccess ldif:corp.ldif CORP\svc -OrganizationalUnit "CN=hidden,$ou" -ErrorVariable failed @quiet)
$told.hidden_error = @($failed | ForEach-Object -Process { $_.FullyQualifiedErrorId })
$told.completed = Get-Completion 'Grant-UpsDirectoryAccess -Directory ld'
$told.accounts = Get-Completion 'Grant-UpsDirectoryAccess -Directory ldif:corp.ldif -Account COR'

Save-Report -Told $told -Path $Report
