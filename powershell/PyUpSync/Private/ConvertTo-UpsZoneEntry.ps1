function ConvertTo-UpsZoneEntry {
    <#
    .SYNOPSIS
    A PyUpSync.ZoneEntry from a record of an account's zone maps.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.ZoneEntry')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    $url = $null
    if ($facts.scheme -in 'http', 'https', 'file' -and $facts.site) {
        $url = '{0}://{1}' -f $facts.scheme, $facts.site
    } elseif (-not $facts.scheme -and $facts.site -match '^\w+://') {
        $url = $facts.site   # a line of policy may be one
    }
    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.ZoneEntry'
        Site       = $facts.site
        Scheme     = $facts.scheme
        Zone       = $facts.zoneName
        Origin     = $facts.origin
        Tree       = $facts.tree
        Path       = $facts.path
        ZoneNumber = $facts.zone
        Url        = $url
    }
}
