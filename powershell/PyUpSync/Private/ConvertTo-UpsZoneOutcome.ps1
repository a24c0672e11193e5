function ConvertTo-UpsZoneOutcome {
    <#
    .SYNOPSIS
    A PyUpSync.ZoneOutcome: what became of one registry value of a site.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.ZoneOutcome')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.ZoneOutcome'
        Url        = $Item.subject
        Tree       = [regex]::Match($Item.target, '\\ZoneMap\\(\w+)\\').Groups[1].Value
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Code       = $Item.code
        Reason     = $Item.reason
        Advice     = $Item.advice
        Action     = $Item.action
        Target     = $Item.target
        BeforeZone = Get-UpsFact -Facts $Item.before -Name 'data'
        AfterZone  = Get-UpsFact -Facts $Item.after -Name 'data'
    }
}
