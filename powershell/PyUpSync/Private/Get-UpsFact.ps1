function Get-UpsFact {
    <#
    .SYNOPSIS
    A fact by its name; nothing where there are no facts or none of that name.
    #>
    [CmdletBinding()]
    [OutputType([object])]
    param (
        [AllowNull()]
        [psobject] $Facts,

        [Parameter(Mandatory)]
        [string] $Name
    )

    if ($null -eq $Facts -or $null -eq $Facts.PSObject.Properties[$Name]) {
        return $null
    }
    return $Facts.PSObject.Properties[$Name].Value
}
