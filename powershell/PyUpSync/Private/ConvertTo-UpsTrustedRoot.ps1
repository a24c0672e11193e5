function ConvertTo-UpsTrustedRoot {
    <#
    .SYNOPSIS
    A PyUpSync.TrustedRoot from a record of the trust store; one that cannot be read has a name and a thumbprint only.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.TrustedRoot')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    $role = Get-UpsFact -Facts $facts -Name 'role'
    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.TrustedRoot'
        Name       = $facts.name
        Role       = $role.Substring(0, 1).ToUpperInvariant() + $role.Substring(1)
        NotAfter   = ConvertTo-UpsTime -Value (Get-UpsFact -Facts $facts -Name 'notAfter')
        DaysLeft   = Get-UpsFact -Facts $facts -Name 'daysLeft'
        Thumbprint = $facts.thumbprint
        Subject    = Get-UpsFact -Facts $facts -Name 'subject'
        Issuer     = Get-UpsFact -Facts $facts -Name 'issuer'
        NotBefore  = ConvertTo-UpsTime -Value (Get-UpsFact -Facts $facts -Name 'notBefore')
        IsLocal    = $facts.local
        Id         = $facts.id
    }
}
