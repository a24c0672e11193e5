function Resolve-UpsInput {
    <#
    .SYNOPSIS
    The full paths that -Path (wildcards) and -LiteralPath (none) mean.

    .DESCRIPTION
    A pattern that matches nothing stays a path, so that the job says that there is no such file.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $Path,

        [AllowNull()]
        [AllowEmptyCollection()]
        [string[]] $LiteralPath,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    foreach ($pattern in $Path) {
        $found = @()
        if ([System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($pattern)) {
            $found = @(Resolve-Path -Path $pattern -ErrorAction Ignore | ForEach-Object -Process { $_.Path })
        }
        if ($found.Count -eq 0) {
            $found = @($pattern)   # as it is: a file may be named chain[1].cer
        }
        foreach ($item in $found) {
            Resolve-UpsPath -Path $item -Cmdlet $Cmdlet
        }
    }
    foreach ($item in $LiteralPath) {
        Resolve-UpsPath -Path $item -Cmdlet $Cmdlet
    }
}
