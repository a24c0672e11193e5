function ConvertTo-UpsStateOutcome {
    <#
    .SYNOPSIS
    A PyUpSync.StateOutcome: what became of a change to what runs keep.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.StateOutcome')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.StateOutcome'
        State      = $Item.target
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Code       = $Item.code
        Reason     = $Item.reason
        Advice     = $Item.advice
        Pictures   = Get-UpsFact -Facts $Item.before -Name 'pictures'
        Bytes      = Get-UpsFact -Facts $Item.before -Name 'bytes'
    }
}
