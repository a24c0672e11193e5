function ConvertTo-UpsFinding {
    <#
    .SYNOPSIS
    A PyUpSync.Finding.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Finding')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.Finding'
        Check      = $Item.check
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Subject    = $Item.subject
        Actual     = $Item.actual
        Expected   = $Item.expected
        Advice     = $Item.advice
    }
}
