function ConvertTo-UpsRequestFinding {
    <#
    .SYNOPSIS
    A PyUpSync.RequestFinding from a finding in a web server's log.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.RequestFinding')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    $times = @{}
    $lists = @{}
    foreach ($name in 'first', 'last') {
        $value = Get-UpsFact -Facts $facts -Name $name
        $times[$name] = if ($value) { ConvertTo-UpsTime -Value $value } else { $null }
    }
    foreach ($pair in @('accounts', ', '), @('evidence', "`n")) {
        $value = [string] (Get-UpsFact -Facts $facts -Name $pair[0])
        $lists[$pair[0]] = [string[]] @($value -split $pair[1] | Where-Object -FilterScript { $_ })
    }
    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.RequestFinding'
        Client     = Get-UpsFact -Facts $facts -Name 'client'
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Cause      = Get-UpsFact -Facts $facts -Name 'cause'
        Count      = Get-UpsFact -Facts $facts -Name 'handshakes'
        Last       = $times.last
        First      = $times.first
        Answer     = Get-UpsFact -Facts $facts -Name 'answer'
        CodeName   = Get-UpsFact -Facts $facts -Name 'codeName'
        Requests   = Get-UpsFact -Facts $facts -Name 'requests'
        Granted    = Get-UpsFact -Facts $facts -Name 'granted'
        Agent      = Get-UpsFact -Facts $facts -Name 'agent'
        HostName   = Get-UpsFact -Facts $facts -Name 'host'
        Port       = Get-UpsFact -Facts $facts -Name 'port'
        Server     = Get-UpsFact -Facts $facts -Name 'server'
        Site       = Get-UpsFact -Facts $facts -Name 'site'
        Picture    = $lists.accounts
        Evidence   = $lists.evidence
        Subject    = $Item.subject
        Actual     = $Item.actual
        Advice     = $Item.advice
    }
}
