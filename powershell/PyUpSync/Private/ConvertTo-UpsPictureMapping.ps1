function ConvertTo-UpsPictureMapping {
    <#
    .SYNOPSIS
    A PyUpSync.PictureMapping from a finding; what mends it is said as a cmdlet.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PictureMapping')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.PictureMapping'
        Connection = $Item.subject
        Check      = $Item.check
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Cause      = $Item.facts.cause
        Kind       = Get-UpsFact -Facts $Item.facts -Name 'kind'
        Property   = Get-UpsFact -Facts $Item.facts -Name 'property'
        Attribute  = Get-UpsFact -Facts $Item.facts -Name 'attribute'
        Exported   = Get-UpsFact -Facts $Item.facts -Name 'exported'
        Imported   = Get-UpsFact -Facts $Item.facts -Name 'imported'
        Actual     = $Item.actual
        Expected   = $Item.expected
        Advice     = ConvertTo-UpsMappingAdvice -Text $Item.advice
    }
}
