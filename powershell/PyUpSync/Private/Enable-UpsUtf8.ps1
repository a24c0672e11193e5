function Enable-UpsUtf8 {
    <#
    .SYNOPSIS
    Makes the Python that is about to be hosted use UTF-8 for file names, as a Python run by itself would.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param (
        [Parameter(Mandatory)]
        [string] $Library
    )

    # A hosted Python asks the locale, which is ASCII where none is set (a service, a scheduled job), and then cannot
    # open a file whose name is not. Windows is always UTF-8. The variable: https://peps.python.org/pep-0540/
    if ([System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Unix) {
        return
    }
    $native = 'System.Runtime.InteropServices.NativeLibrary' -as [type]
    if (-not $native) {
        return
    }
    $address = [System.IntPtr]::Zero
    if ($native::TryGetExport($native::Load($Library), 'Py_UTF8Mode', [ref] $address)) {
        [System.Runtime.InteropServices.Marshal]::WriteInt32($address, 1)
    }
}
