function ConvertTo-UpsTrustOutcome {
    <#
    .SYNOPSIS
    A PyUpSync.TrustOutcome; Path is for files that are written, and empty here.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.TrustOutcome')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.after
    if ($null -eq $facts) {
        $facts = $Item.before
    }
    return [pscustomobject] @{
        PSTypeName       = 'PyUpSync.TrustOutcome'
        Name             = $Item.target
        Status           = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Code             = $Item.code
        Reason           = $Item.reason
        Advice           = $Item.advice
        Action           = $Item.action
        Subject          = $Item.subject
        Thumbprint       = Get-UpsFact -Facts $facts -Name 'thumbprint'
        NotAfter         = ConvertTo-UpsTime -Value (Get-UpsFact -Facts $facts -Name 'notAfter')
        BeforeName       = Get-UpsFact -Facts $Item.before -Name 'name'
        BeforeThumbprint = Get-UpsFact -Facts $Item.before -Name 'thumbprint'
        AfterName        = Get-UpsFact -Facts $Item.after -Name 'name'
        AfterThumbprint  = Get-UpsFact -Facts $Item.after -Name 'thumbprint'
        Path             = $null
    }
}
