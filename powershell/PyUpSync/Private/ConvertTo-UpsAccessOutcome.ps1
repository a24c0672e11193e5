function ConvertTo-UpsAccessOutcome {
    <#
    .SYNOPSIS
    A PyUpSync.AccessOutcome: what became of one entry of one access control list.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.AccessOutcome')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.after
    if ($null -eq $facts) {
        $facts = $Item.before
    }
    return [pscustomobject] @{
        PSTypeName        = 'PyUpSync.AccessOutcome'
        Account           = $Item.subject
        Status            = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Code              = $Item.code
        Action            = $Item.action
        DistinguishedName = $Item.target
        Reason            = $Item.reason
        Advice            = $Item.advice
        Sddl              = Get-UpsFact -Facts $facts -Name 'data'
    }
}
