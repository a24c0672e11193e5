function Invoke-UpsJob {
    <#
    .SYNOPSIS
    Runs a job and sends each of its events where it belongs, as it happens, on the pipeline's thread.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoOutcome', 'PyUpSync.PhotoChange', 'PyUpSync.PhotoRun', 'PyUpSync.PhotoHistory', 'PyUpSync.Photo',
        'PyUpSync.StateOutcome', 'PyUpSync.ScheduleOutcome',
        'PyUpSync.TrustedRoot', 'PyUpSync.TrustOutcome', 'PyUpSync.AlternateUrl',
        'PyUpSync.CertificateEvent', 'PyUpSync.MetaversePerson',
        'PyUpSync.PhotoRequest', 'PyUpSync.RequestLog', 'PyUpSync.RequestFinding',
        'PyUpSync.DirectoryAccess', 'PyUpSync.PersonAccess', 'PyUpSync.AccessOutcome',
        'PyUpSync.SyncConnection', 'PyUpSync.PictureMapping', 'PyUpSync.MappingOutcome',
        'PyUpSync.Synchronization', 'PyUpSync.SynchronizationOutcome',
        'PyUpSync.ZoneEntry', 'PyUpSync.ZoneOutcome', 'PyUpSync.SiteZone', 'PyUpSync.Finding', 'PyUpSync.Check')]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Job,

        [Parameter(Mandatory)]
        [hashtable] $Setting,

        # Put each change to ShouldProcess instead of writing it to the pipeline.
        [switch] $Apply,

        # Findings are what was asked for, not remarks beside it.
        [switch] $Judging
    )

    Initialize-UpsEngine -Cmdlet $Cmdlet
    $bridge = @{ Module = 'pyupsync.bridge'; Function = 'call' }
    $request = @{ job = $Job; settings = $Setting; what_if = [bool] $WhatIfPreference }
    $run = Invoke-UpsPython @bridge -Argument 'open', '', $request
    $asking = $false
    foreach ($attribute in $Cmdlet.MyInvocation.MyCommand.ScriptBlock.Attributes) {
        if ($attribute -is [System.Management.Automation.CmdletBindingAttribute]) {
            $asking = $ConfirmPreference -ne 'None' -and [int] $attribute.ConfirmImpact -ge [int] $ConfirmPreference
        }
    }
    $progress = $null
    $ended = $null
    try {
        $reply = ''
        while ($null -eq $ended) {
            $text = Invoke-UpsPython @bridge -Argument 'next', $run, $reply
            if (-not $text) {
                break
            }
            $reply = ''
            $item = ConvertFrom-Json -InputObject $text
            if ($item.type -eq 'error') {
                $ended = $item
            } elseif ($item.type -eq 'progress') {
                $progress = ConvertTo-UpsProgress -Item $item
                $Cmdlet.WriteProgress($progress)
            } elseif ($item.type -eq 'change' -and $Apply) {
                $approved = $Cmdlet.ShouldProcess($item.target, $item.action)
                # Whoever is asked hears what became of a change before the next question; else changes need not wait.
                if ($asking -or -not $approved) {
                    $reply = ([string] $approved).ToLowerInvariant()
                }
            } else {
                Write-UpsItem -Cmdlet $Cmdlet -Item $item -Judging:$Judging
            }
        }
    } finally {
        $null = Invoke-UpsPython @bridge -Argument 'close', $run, ''
    }
    if ($progress) {
        $progress.RecordType = 'Completed'
        $Cmdlet.WriteProgress($progress)
    }
    if ($ended) {
        $problem = @{ Code = $ended.code; Message = $ended.message; Advice = $ended.advice; Target = $ended.target }
        $Cmdlet.ThrowTerminatingError((ConvertTo-UpsErrorRecord @problem))
    }
}
