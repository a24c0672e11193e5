function Get-UpsQuoted {
    <#
    .SYNOPSIS
    A text as an argument is typed: quoted where it has anything that PowerShell would take for its own.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string] $Text
    )

    if ($Text -match '^[\w/\\][\w.:/\\-]*$') {
        return $Text
    }
    return "'{0}'" -f $Text.Replace("'", "''")
}
