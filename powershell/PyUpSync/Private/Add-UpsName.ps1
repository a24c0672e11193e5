function Add-UpsName {
    <#
    .SYNOPSIS
    Remembers a name or an address for completion, in this session and nowhere else.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param (
        # Account, Url, Name and Run of what jobs told; for an address the parameter that it was given to.
        [Parameter(Mandatory)]
        [string] $Kind,

        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string] $Value
    )

    if (-not $Value -or $Value -match '://[^/]*@') {
        return   # nobody should put a password into an address; somebody will
    }
    if (-not $script:UpsNames.ContainsKey($Kind)) {
        $script:UpsNames[$Kind] = [System.Collections.Generic.SortedSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
    }
    # A session that lives long remembers no more than anybody would choose from.
    if ($script:UpsNames[$Kind].Count -lt 5000) {
        [void] $script:UpsNames[$Kind].Add($Value)
    }
}
