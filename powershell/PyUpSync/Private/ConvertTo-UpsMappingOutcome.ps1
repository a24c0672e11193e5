function ConvertTo-UpsMappingOutcome {
    <#
    .SYNOPSIS
    A PyUpSync.MappingOutcome.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.MappingOutcome')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.after
    if ($null -eq $facts) {
        $facts = $Item.before
    }
    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.MappingOutcome'
        Connection = $Item.target
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Code       = $Item.code
        Reason     = $Item.reason
        Advice     = ConvertTo-UpsMappingAdvice -Text $Item.advice
        Action     = $Item.action
        Property   = Get-UpsFact -Facts $facts -Name 'property'
        Attribute  = Get-UpsFact -Facts $facts -Name 'attribute'
    }
}
