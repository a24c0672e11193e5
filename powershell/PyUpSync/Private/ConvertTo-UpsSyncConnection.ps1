function ConvertTo-UpsSyncConnection {
    <#
    .SYNOPSIS
    A PyUpSync.SyncConnection.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.SyncConnection')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    return [pscustomobject] @{
        PSTypeName     = 'PyUpSync.SyncConnection'
        Connection     = $facts.name
        Kind           = $facts.kind
        KindName       = $facts.kindName
        Server         = $facts.server
        UseSsl         = $facts.ssl
        Account        = $facts.account
        NamingContexts = @($facts.contexts)
        Included       = @($facts.included)
        Excluded       = @($facts.excluded)
        Mappings       = $facts.mappings
        Picture        = @($facts.picture)
    }
}
