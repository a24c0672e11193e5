# One session of an administrator, told as JSON: each step's name and what came of it. The tests assert on parts of it.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Farm,
    [Parameter(Mandatory)] [string] $Report,
    [Parameter(Mandatory)] [string] $FakePythons
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
$told = [ordered] @{}
$secret = [System.IO.File]::ReadAllText((Join-Path -Path $Farm -ChildPath 'secret.txt'))
$python = $env:PYUPSYNC_PYTHON
$job = @{ Profiles = 'csv:people.csv'; Directory = 'ldif:people.ldif' }
Set-Location -LiteralPath $Farm

function Get-RunCount {
    & (Get-Module -Name PyUpSync) {
        $code = "def count():`n    import pyupsync.bridge`n    return str(len(pyupsync.bridge._runs))"
        Invoke-UpsPython -Code $code -Function 'count'
    }
}

# --- the module itself
Import-Module -Name $Module
$approved = Get-Verb | ForEach-Object -Process { $_.Verb }
$told.exported = @(Get-Command -Module PyUpSync | ForEach-Object -Process { $_.Name })
$told.private_verbs = @(& (Get-Module -Name PyUpSync) { Get-Command -Name '*-Ups*' -CommandType Function } |
        Where-Object -FilterScript { $approved -notcontains $_.Verb } | ForEach-Object -Process { $_.Name })
$told.help = @(foreach ($name in $told.exported) {
        $help = Get-Help -Name $name -Full
        [ordered] @{
            name        = $name
            synopsis    = [string] $help.Synopsis
            examples    = @($help.examples.example).Count
            undescribed = @($help.parameters.parameter | Where-Object -FilterScript { -not $_.description -and $_.name -notin 'WhatIf', 'Confirm' } |
                    ForEach-Object -Process { $_.name })
            outputs     = @((Get-Command -Name $name).OutputType | ForEach-Object -Process { $_.Name })
        }
    })
$told.syntax = @()
$told.syntax_checked = [bool] (Get-Command -Name Test-Ps51Syntax -ErrorAction Ignore)
if ($told.syntax_checked) {
    $examples = [System.IO.Path]::Combine($Module, '..', '..', 'examples', 'powershell')
    $files = Get-ChildItem -Path $Module, $examples -Recurse -File | Where-Object -FilterScript { $_.Extension -in '.ps1', '.psm1', '.psd1' }
    # The export asks ShouldProcess through Invoke-UpsJob, which the checker cannot see.
    $told.syntax = @(Test-Ps51Syntax -Path $files.FullName | Where-Object -FilterScript { $_.Rule -ne 'StyleShouldProcess' } |
            ForEach-Object -Process { "$($_.File):$($_.Line) $($_.Rule) $($_.Text)" })
}
$told.completed = Get-Completion 'Export-UpsPhoto -Directory l'
$told.completed_file = Get-Completion 'Get-UpsPhotoPlan -Profiles csv:peo'

# --- Pythons that cannot be hosted; none of them is started
$told.pythons = [ordered] @{}
foreach ($fake in Get-ChildItem -LiteralPath $FakePythons) {
    $env:PYUPSYNC_PYTHON = $fake.FullName
    $told.pythons[$fake.Name] = Get-Trouble { Get-UpsPhotoPlan @job }
}
$env:PYUPSYNC_PYTHON = Join-Path -Path $Farm -ChildPath 'no-such-python'
$told.pythons.absent = Get-Trouble { Get-UpsPhotoPlan @job }
$env:PYUPSYNC_PYTHON = $python

# --- jobs that cannot begin
$told.began_badly = [ordered] @{
    no_file    = Get-Trouble { Get-UpsPhotoPlan -Profiles csv:none.csv -Directory ldif:people.ldif }
    plaintext  = Get-Trouble { Export-UpsPhoto -Profiles csv:people.csv -Directory ldap://dc1/DC=corp }
    two_logins = Get-Trouble {
        $login = New-Object -TypeName pscredential -ArgumentList 'svc', (New-Object -TypeName securestring)
        Get-UpsPhotoPlan @job -Credential $login -Keytab x.keytab
    }
    report     = Get-Trouble { Export-UpsPhoto @job -Report told.pdf }
    taken      = Get-Trouble { Get-UpsPhotoPlan @job -Report people.csv }
    proxy      = Get-Trouble { Export-UpsPhoto @job -Proxy proxy.example.test:3128 }
    no_site    = Get-Trouble { Get-UpsPhotoPlan @job -Photos folder:. -RequestsPerSecond 5 -ConnectionsPerHost 2 -MaximumRetryCount 0 }
    provider   = Get-Trouble { Get-UpsPhotoPlan -Profiles csv:Env:\PATH -Directory ldif:people.ldif }
}

# --- nothing changes with -WhatIf
$told.what_if = @(Export-UpsPhoto @job -WhatIf -Report told.csv, told.html -ErrorAction SilentlyContinue | Select-Object -Property Account, Status, Code)
$told.what_if_changed = Test-Path -Path people.changes.ldif
$manners = @{ RequestsPerSecond = 1000; ConnectionsPerHost = 2; MaximumRetryCount = 1 }
$told.plan = @(Get-UpsPhotoPlan @job @manners -Report told.json -ErrorAction SilentlyContinue | Select-Object -Property Account, Status, Code, AfterBytes, @{
        Name = 'Type'; Expression = { $_.PSTypeNames[0] } })
$told.plan_changed = Test-Path -Path people.changes.ldif

# --- the export, its streams told apart
$all = @(Export-UpsPhoto @job -Verbose -ErrorAction SilentlyContinue -ErrorVariable failures 4>&1)
$outcomes = @($all | Where-Object -FilterScript { $_.PSTypeNames -contains 'PyUpSync.PhotoOutcome' })
$told.outcomes = @($outcomes)
$told.verbose = @($all | Where-Object -FilterScript { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object -Process { $_.Message })
$told.failures = @(foreach ($failure in $failures) {
        [ordered] @{
            id       = $failure.FullyQualifiedErrorId
            category = [string] $failure.CategoryInfo.Category
            account  = $failure.TargetObject.Account
            advice   = $failure.ErrorDetails.RecommendedAction
            message  = $failure.ErrorDetails.Message
        }
    })
$told.table = ($outcomes | Out-String).Trim()
$told.exported_changes = Test-Path -Path people.changes.ldif
$told.again = @(Export-UpsPhoto @job -ErrorAction SilentlyContinue | ForEach-Object -Process { $_.Status } | Group-Object |
        ForEach-Object -Process { "$($_.Name) $($_.Count)" })

# --- confirmation by preference, and its refusal
$ConfirmPreference = 'Low'
$told.confirmed = @(Export-UpsPhoto @job -Output confirmed.ldif -Confirm:$false -ErrorAction SilentlyContinue |
        Where-Object -Property Status -EQ -Value 'Applied').Count
$ConfirmPreference = 'High'
$told.planned_after = @(Get-UpsPhotoPlan @job -Output confirmed.ldif -ErrorAction SilentlyContinue |
        Where-Object -Property Status -EQ -Value 'Planned').Count

# --- stopping early: by -First, and by -ErrorAction Stop after the object of the one that failed
$told.first = @(Export-UpsPhoto @job -Output first.ldif -ErrorAction SilentlyContinue | Select-Object -First 1).Count
$seen = New-Object -TypeName System.Collections.ArrayList
$told.stopped = Get-Trouble { Export-UpsPhoto @job -Output stop.ldif -ErrorAction Stop | ForEach-Object -Process { [void] $seen.Add($_.Status) } }
$told.stopped_seen = @($seen)
$told.runs_left = Get-RunCount

# --- a password: it reaches nobody's eye, whether the logon or the job fails
$password = ConvertTo-SecureString -String $secret -AsPlainText -Force
$login = New-Object -TypeName pscredential -ArgumentList 'CORP\svc_ups', $password
$logon = @{ Profiles = 'csv:people.csv'; Credential = $login; Authentication = 'Simple'; TimeoutSec = 2 }
$told.unreachable = Get-Trouble { Export-UpsPhoto @logon -Directory ldaps://127.0.0.1:1/DC=corp -Verbose -Debug *> shown.txt }
$told.bad_setting = Get-Trouble { Export-UpsPhoto @logon -Directory nonsense: -Verbose -Debug *>> shown.txt }
$records = foreach ($record in $Error) {
    $record | Format-List -Property * -Force | Out-String -Width 4000
    $record.Exception | Format-List -Property * -Force | Out-String -Width 4000
    if ($record.InvocationInfo) {
        $record.InvocationInfo | Format-List -Property * -Force | Out-String -Width 4000
        $record.InvocationInfo.BoundParameters | Out-String -Width 4000
    }
}
$told.secret_in_errors = "$records".Contains($secret)
$told.secret_shown = [System.IO.File]::ReadAllText((Join-Path -Path $Farm -ChildPath 'shown.txt')).Contains($secret)
$told.settings = & (Get-Module -Name PyUpSync) {
    param ($login)
    # What would cross: the one place where a password is opened.
    ConvertTo-UpsText -Value @{ job = 'photos.plan'; settings = @{ credential = $login; site_credential = $login; workers = 3 } }
} $login
$told.settings_open = ([string] $told.settings).Contains('"password"')
$told.settings = ConvertFrom-Json -InputObject $told.settings | ForEach-Object -Process { $_.settings } |
    Select-Object -Property user, site_user, workers, @{ Name = 'same'; Expression = { $_.password -ceq $secret -and $_.site_password -ceq $secret } }

# --- one Python a process: seen from here, from a re-imported module, from two runspaces at once
$told.hosted = & (Get-Module -Name PyUpSync) {
    $code = "def told():`n    import json, sys`n    return json.dumps([sys.prefix, sys.path, sys.stdout.__class__.__name__])"
    Invoke-UpsPython -Code $code -Function 'told'
}
Remove-Module -Name PyUpSync
Import-Module -Name $Module
$told.reimported = @(Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue).Count
$script = {
    param ($Module, $Farm, $Job)
    Import-Module -Name $Module
    Set-Location -LiteralPath $Farm
    Get-UpsPhotoPlan @Job -ErrorAction SilentlyContinue | ForEach-Object -Process { $_.Account }
}
$shells = foreach ($number in 1, 2) {
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $shell = [powershell]::Create($state).AddScript($script).AddArgument($Module).AddArgument($Farm).AddArgument($job)
    [pscustomobject] @{ Shell = $shell; Handle = $shell.BeginInvoke() }
}
$here = @(Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue | ForEach-Object -Process { $_.Account })
$told.runspaces = @(foreach ($shell in $shells) { , @($shell.Shell.EndInvoke($shell.Handle) | Sort-Object) }) + , @($here | Sort-Object)

# --- another Python than the hosted one is not silently ignored
$env:PYUPSYNC_PYTHON = (Get-ChildItem -LiteralPath $FakePythons | Select-Object -First 1).FullName
$null = Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
$told.warned = @($warned | ForEach-Object -Process { [string] $_ })

Save-Report $told $Report
'the one line of output'
exit 7
