function ConvertTo-UpsTime {
    <#
    .SYNOPSIS
    A time from JSON as local time, as certificates' own NotAfter is: PowerShell 7 has made a date of it already.
    #>
    [CmdletBinding()]
    [OutputType([datetime])]
    param (
        [AllowNull()]
        [object] $Value
    )

    if ($null -eq $Value) {
        return $null
    }
    if ($Value -is [datetime]) {
        return $Value.ToLocalTime()
    }
    return [System.DateTimeOffset]::Parse([string] $Value, [System.Globalization.CultureInfo]::InvariantCulture).LocalDateTime
}
