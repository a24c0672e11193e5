function ConvertTo-UpsSynchronization {
    <#
    .SYNOPSIS
    A PyUpSync.Synchronization.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Synchronization')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.Synchronization'
        Farm       = $Item.facts.farm
        Running    = $Item.facts.running
        State      = $Item.facts.state
    }
}
