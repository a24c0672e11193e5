function ConvertTo-UpsCheck {
    <#
    .SYNOPSIS
    A PyUpSync.Check.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Check')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.Check'
        Check      = $Item.check
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Subject    = $Item.subject
        Cause      = $Item.cause
        Actual     = $Item.actual
        Expected   = $Item.expected
        Evidence   = @($Item.evidence)
        Advice     = $Item.advice
    }
}
