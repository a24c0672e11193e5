function ConvertTo-UpsCommand {
    <#
    .SYNOPSIS
    A command as it is typed: a cmdlet for one address, at the same registry and for the same account as this one.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [string] $Name,

        [Parameter(Mandatory)]
        [string] $Url,

        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        [switch] $Force
    )

    $words = @($Name, '-Url', (Get-UpsQuoted -Text $Url))
    if ($Force) {
        $words += '-Force'
    }
    foreach ($parameter in 'Registry', 'Account', 'Directory', 'Authentication', 'UserName', 'Keytab', 'CAFile') {
        if ($Bound.ContainsKey($parameter)) {
            $words += "-$parameter", (Get-UpsQuoted -Text $Bound[$parameter])
        }
    }
    $ofService = $Bound['Account'] -eq 'service' -or (-not $Bound['Account'] -and $Bound['Registry'] -in $null, 'winreg:')
    if ($ofService -and $Bound['Farm']) {
        $words += '-Farm', (Get-UpsQuoted -Text $Bound['Farm'])   # only the farm knows its account
    }
    if ($Bound.ContainsKey('Credential')) {
        $words += '-Credential', '(Get-Credential)'
    }
    return $words -join ' '
}
