function ConvertTo-UpsSynchronizationOutcome {
    <#
    .SYNOPSIS
    A PyUpSync.SynchronizationOutcome.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.SynchronizationOutcome')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.SynchronizationOutcome'
        Action     = $Item.action
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Code       = $Item.code
        Reason     = $Item.reason
        Advice     = $Item.advice
    }
}
