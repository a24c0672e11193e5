# What a process that hosts Python goes through in a long life, told as JSON: errors, many imports, many threads, many calls.
[CmdletBinding()]
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Farm,
    [Parameter(Mandatory)] [string] $Report,
    [Parameter(Mandatory)] [int] $Calls
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Farm
Import-Module -Name $Module
$told = [ordered] @{}
$job = @{ Profiles = 'csv:few.csv'; Directory = 'ldif:few.ldif' }
$many = @{ Profiles = 'csv:many.csv'; Directory = 'ldif:many.ldif' }

function Get-Count([string] $What) {
    & (Get-Module -Name PyUpSync) {
        param ($What)
        $code = "def count():`n    import gc, sys, threading, pyupsync.bridge as bridge`n    gc.collect()`n    return str($What)"
        [int] (Invoke-UpsPython -Code $code -Function 'count')
    } $What
}

# --- errors, as any cmdlet's: what $? says, what each -ErrorAction does, and what is shown only to who asks for it
$told.errors = [ordered] @{}
$told.errors.continued = @(Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue -ErrorVariable problems).Count
$told.errors.succeeded = $?
$null = Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue
$told.errors.after_failures = $?
$null = Get-UpsPhotoPlan @many -ErrorAction SilentlyContinue | Select-Object -First 2
$told.errors.after_none = $?
$told.errors.records = @($problems | ForEach-Object -Process {
        [ordered] @{
            id     = $_.FullyQualifiedErrorId
            target = $_.TargetObject.PSTypeNames[0]
            whom   = $_.TargetObject.Account
            advice = $_.ErrorDetails.RecommendedAction
        }
    })
$before = $Error.Count
$null = Get-UpsPhotoPlan @job -ErrorAction Ignore
$told.errors.ignored = $Error.Count - $before
$seen = New-Object -TypeName System.Collections.ArrayList
$told.errors.stopped = Get-Trouble { Get-UpsPhotoPlan @job -ErrorAction Stop | ForEach-Object -Process { [void] $seen.Add($_.Status) } }
$told.errors.seen = @($seen)
$told.errors.terminating = Get-Trouble { Get-UpsPhotoPlan -Profiles csv:none.csv -Directory ldif:few.ldif -ErrorAction SilentlyContinue }
$told.errors.reached = 'no'
Get-UpsPhotoPlan -Profiles csv:none.csv -Directory ldif:few.ldif -ErrorAction SilentlyContinue
$told.errors.after_terminating = $?
$told.errors.reached = 'yes'
$DebugPreference = 'Continue'
$told.errors.debugged = [string] (& { try { Get-UpsPhotoPlan -Profiles csv:none.csv -Directory ldif:few.ldif } catch { $_.Exception.Message } } 5>&1 | Out-String)
$DebugPreference = 'SilentlyContinue'
$told.errors.plain = [string] (& { try { Get-UpsPhotoPlan -Profiles csv:none.csv -Directory ldif:few.ldif -Verbose } catch { $_ | Format-List -Property * -Force } } *>&1 | Out-String)

# --- prints and logs of Python on their streams, objects alone in the output
$told.streams = [ordered] @{}
& (Get-Module -Name PyUpSync) {
    $code = @'
def prepare():
    from pyupsync import bridge
    from pyupsync.model import Outcome

    def chatty(settings, what_if):
        import logging, sys, threading, warnings
        log = logging.getLogger("pyupsync.chatty")
        for number in range(settings["size"]):
            print("printed", number)
            print("half", end="", file=sys.stderr)
            log.debug("debug %d", number)
            log.info("info %d", number)
            log.warning("warning %d", number)
            helper = threading.Thread(target=lambda: print(f"helper {number}"))
            helper.start()
            helper.join()
            yield Outcome("photos", "Look", f"CN={number}", "unchanged", "UpToDate", "As it was.", subject=str(number))

    bridge.JOBS["chatty"] = chatty
    return ""
'@
    $null = Invoke-UpsPython -Code $code -Function 'prepare'
    function script:Get-Chatty {
        [CmdletBinding()]
        [OutputType('PyUpSync.PhotoOutcome')]
        param ([int] $Size)
        Invoke-UpsJob -Cmdlet $PSCmdlet -Job 'chatty' -Setting @{ size = $Size }
    }
}
$all = @(& (Get-Module -Name PyUpSync) { $VerbosePreference = $DebugPreference = 'Continue'; Get-Chatty -Size 3 *>&1 })
$told.streams.order = @($all | ForEach-Object -Process {
        if ($_ -is [System.Management.Automation.VerboseRecord]) { "verbose $($_.Message)" }
        elseif ($_ -is [System.Management.Automation.WarningRecord]) { "warning $($_.Message)" }
        elseif ($_ -is [System.Management.Automation.DebugRecord]) { "debug $($_.Message)" }
        else { "object $($_.Account)" }
    })

# --- ten thousand objects, the first long before the last
$watch = [System.Diagnostics.Stopwatch]::StartNew()
$first = $null
$order = New-Object -TypeName 'System.Collections.Generic.List[string]'
Get-UpsPhotoPlan @many | ForEach-Object -Process {
    if ($null -eq $first) { $first = $watch.Elapsed.TotalSeconds }
    $order.Add($_.Account)
}
$told.many = [ordered] @{ count = $order.Count; distinct = @($order | Select-Object -Unique).Count; first = $first; last = $watch.Elapsed.TotalSeconds }

# --- the module removed and imported again, twenty times, and once while a job of it is under way
$told.reimported = @(foreach ($number in 1..20) {
        Remove-Module -Name PyUpSync
        Import-Module -Name $Module
        @(Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue).Count
    })
$removed = $false
$told.removed_midway = @(Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue | ForEach-Object -Process {
        if (-not $removed) { Remove-Module -Name PyUpSync; $removed = $true }
        $_.Account
    }).Count
Import-Module -Name $Module

# --- many threads: each has a runspace of its own, all of them one Python
$work = {
    Import-Module -Name $using:Module
    Set-Location -LiteralPath $using:Farm
    $job = $using:job
    $outcomes = @(Get-UpsPhotoPlan @job -ErrorAction SilentlyContinue)
    "$($outcomes.Count) $(@($outcomes | Where-Object -Property Status -EQ -Value 'Failed').Count)"
}
$told.parallel = @(1..7 | ForEach-Object -Parallel $work -ThrottleLimit 4)
$told.jobs = @(1..3 | ForEach-Object -Parallel $work -AsJob | Wait-Job | Receive-Job)
$told.thread_jobs = $null
if (Get-Command -Name Start-ThreadJob -ErrorAction Ignore) {
    $told.thread_jobs = @(1..3 | ForEach-Object -Process { Start-ThreadJob -ScriptBlock $work } | Wait-Job | Receive-Job)
}
$told.runs_left = Get-Count 'len(bridge._runs)'
$told.listeners_left = Get-Count 'len(bridge.LOGGER.handlers)'

# --- memory after many calls through the door
function Invoke-Call([int] $Count) {
    & (Get-Module -Name PyUpSync) {
        param ($Count)
        $door = @{ Module = 'pyupsync.bridge'; Function = 'call' }
        $request = @{ job = 'trust.list'; settings = @{ store = 'folder:no-such-folder' }; what_if = $false }
        for ($call = 0; $call -lt $Count; $call += 4) {
            $run = Invoke-UpsPython @door -Argument 'open', '', $request
            $null = ConvertFrom-Json -InputObject (Invoke-UpsPython @door -Argument 'next', $run, '')
            $null = Invoke-UpsPython @door -Argument 'next', $run, ''
            $null = Invoke-UpsPython @door -Argument 'close', $run, ''
        }
    } $Count
}
function Get-Memory {
    [System.GC]::Collect()
    [System.GC]::WaitForPendingFinalizers()
    $blocks = Get-Count 'sys.getallocatedblocks()'
    [ordered] @{ net = [System.GC]::GetTotalMemory($true); python = $blocks; process = [System.Diagnostics.Process]::GetCurrentProcess().WorkingSet64 }
}
Invoke-Call -Count ($Calls / 2)
$told.memory_before = Get-Memory
Invoke-Call -Count $Calls
$told.memory_after = Get-Memory

Save-Report -Told $told -Path $Report
'the output'
exit 5
