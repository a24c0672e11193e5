function ConvertTo-UpsObject {
    <#
    .SYNOPSIS
    The object that stands for a change, an outcome, a record or a finding in the pipeline.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoOutcome', 'PyUpSync.PhotoChange', 'PyUpSync.TrustedRoot', 'PyUpSync.TrustOutcome', 'PyUpSync.AlternateUrl', 'PyUpSync.Finding')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    if ($Item.type -eq 'finding') {
        return ConvertTo-UpsFinding -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'farmUrl') {
        return ConvertTo-UpsAlternateUrl -Item $Item
    }
    if ($Item.type -eq 'record') {
        return ConvertTo-UpsTrustedRoot -Item $Item
    }
    if ($Item.area -eq 'trust') {
        return ConvertTo-UpsTrustOutcome -Item $Item
    }
    return ConvertTo-UpsPhotoObject -Item $Item
}
