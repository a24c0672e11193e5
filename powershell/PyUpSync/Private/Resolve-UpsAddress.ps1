function Resolve-UpsAddress {
    <#
    .SYNOPSIS
    An address with its file made absolute: csv:people.csv becomes csv:C:\Data\people.csv; a URL stays.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string] $Address,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    if ($Address -match '^(csv|jsonl|library|ldif|folder|farm|reg|hive|sqlite|csexport|mv|runs):(?!https?://)(.+)$') {
        $scheme = $Matches[1]
        return '{0}:{1}' -f $scheme, (Resolve-UpsPath -Path $Matches[2] -Cmdlet $Cmdlet)
    }
    if ($Address -match '^((?:soap|rest):.*?\?accounts=)(.+)$') {
        $service = $Matches[1]
        return '{0}{1}' -f $service, (Resolve-UpsPath -Path $Matches[2] -Cmdlet $Cmdlet)
    }
    return $Address
}
