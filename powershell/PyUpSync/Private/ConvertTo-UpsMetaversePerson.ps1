function ConvertTo-UpsMetaversePerson {
    <#
    .SYNOPSIS
    A PyUpSync.MetaversePerson: somebody whose picture is missing in a metaverse, or about to be cleared.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.MetaversePerson')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    return [pscustomobject] @{
        PSTypeName        = 'PyUpSync.MetaversePerson'
        Account           = $facts.account
        Cause             = $facts.cause
        PictureUrl        = Get-UpsFact -Facts $facts -Name 'pictureUrl'
        DistinguishedName = Get-UpsFact -Facts $facts -Name 'dn'
        Agent             = Get-UpsFact -Facts $facts -Name 'agent'
        DisplayName       = Get-UpsFact -Facts $facts -Name 'name'
        Id                = Get-UpsFact -Facts $facts -Name 'id'
    }
}
