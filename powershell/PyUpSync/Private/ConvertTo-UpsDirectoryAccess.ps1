function ConvertTo-UpsDirectoryAccess {
    <#
    .SYNOPSIS
    A PyUpSync.DirectoryAccess: what an account may do in one place; or a PyUpSync.PersonAccess: on one person.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.DirectoryAccess', 'PyUpSync.PersonAccess')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    if ($Item.type -eq 'record') {
        return [pscustomobject] @{
            PSTypeName        = 'PyUpSync.PersonAccess'
            Account           = $facts.account
            Person            = $facts.person
            Granted           = $facts.granted
            Cause             = $facts.cause
            Protected         = $facts.protected
            AdminCount        = $facts.adminCount
            Inherits          = $facts.inherits
            DecidedBy         = $facts.ace
            Server            = $facts.server
            DistinguishedName = $facts.dn
        }
    }
    return [pscustomobject] @{
        PSTypeName        = 'PyUpSync.DirectoryAccess'
        Account           = $facts.account
        Check             = $Item.check
        Status            = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Granted           = Get-UpsFact -Facts $facts -Name 'granted'
        Cause             = $facts.cause
        Actual            = $Item.actual
        Expected          = $Item.expected
        Advice            = ConvertTo-UpsAccessAdvice -Text $Item.advice
        DecidedBy         = Get-UpsFact -Facts $facts -Name 'ace'
        Server            = Get-UpsFact -Facts $facts -Name 'server'
        People            = Get-UpsFact -Facts $facts -Name 'people'
        Writable          = Get-UpsFact -Facts $facts -Name 'writable'
        Protected         = Get-UpsFact -Facts $facts -Name 'protected'
        DistinguishedName = $facts.dn
    }
}
