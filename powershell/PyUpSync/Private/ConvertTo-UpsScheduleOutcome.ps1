function ConvertTo-UpsScheduleOutcome {
    <#
    .SYNOPSIS
    A PyUpSync.ScheduleOutcome.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.ScheduleOutcome')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.ScheduleOutcome'
        Name       = $Item.target
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Code       = $Item.code
        Reason     = $Item.reason
        Advice     = $Item.advice
        Action     = $Item.action
        Definition = Get-UpsFact -Facts $Item.after -Name 'definition'
    }
}
