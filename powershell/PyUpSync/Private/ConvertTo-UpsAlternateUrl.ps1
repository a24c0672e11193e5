function ConvertTo-UpsAlternateUrl {
    <#
    .SYNOPSIS
    A PyUpSync.AlternateUrl from a record of a farm's addresses.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.AlternateUrl')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    return [pscustomobject] @{
        PSTypeName     = 'PyUpSync.AlternateUrl'
        Url            = $facts.url
        Zone           = $facts.zone
        WebApplication = $facts.webApplication
        Origin         = $facts.origin
    }
}
