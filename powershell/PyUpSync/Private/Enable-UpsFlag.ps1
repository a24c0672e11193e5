function Enable-UpsFlag {
    <#
    .SYNOPSIS
    Sets one of Python's global flags before Python starts; tells whether it could.
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param (
        [Parameter(Mandatory)]
        [string] $Library,

        # https://docs.python.org/3/c-api/init.html#global-configuration-variables
        [Parameter(Mandatory)]
        [string] $Name
    )

    $native = (Get-UpsEdition).NativeLibrary
    $address = [System.IntPtr]::Zero
    if (-not $native -or -not $native::TryGetExport($native::Load($Library), $Name, [ref] $address)) {
        return $false
    }
    [System.Runtime.InteropServices.Marshal]::WriteInt32($address, 1)
    return $true
}
