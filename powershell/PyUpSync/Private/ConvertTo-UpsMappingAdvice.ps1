function ConvertTo-UpsMappingAdvice {
    <#
    .SYNOPSIS
    Advice on the picture's mapping with cmdlets in place of the command line's commands.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string] $Text
    )

    $said = $Text.Replace('pyupsync photos export', 'Export-UpsPhoto').Replace('Force it', 'Use -Force')
    if ($said -match '^(.*?)pyupsync profiles mapping set --farm ("[^"]*"|\S+) --connection ("[^"]*"|\S+)( --force)?(.*)$') {
        $parts = $Matches
        $words = @('Set-UpsPictureMapping', '-Connection', (Get-UpsQuoted -Text $parts[3].Trim('"')))
        if ($parts[2] -ne 'sharepoint:') {
            $words += '-Farm', (Get-UpsQuoted -Text $parts[2].Trim('"'))
        }
        if ($parts[4]) {
            $words += '-Force'
        }
        $said = $parts[1] + ($words -join ' ') + $parts[5]
    }
    return $said
}
