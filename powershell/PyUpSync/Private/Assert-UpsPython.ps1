function Assert-UpsPython {
    <#
    .SYNOPSIS
    Refuses, in a plain sentence, a Python that this process cannot host.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param (
        [Parameter(Mandatory)]
        [psobject] $Description,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $python = $Description.executable
    $version = $Description.version -join '.'
    $bits = [System.IntPtr]::Size * 8
    $install = "Run: ""$python"" -m pip install --upgrade ""pyupsync[powershell]"""
    $message = ''
    $advice = 'Set PYUPSYNC_PYTHON to the python program of another Python.'
    if ($Description.implementation -ne 'cpython') {
        $message = "$python is $($Description.implementation), which cannot be hosted; it takes CPython."
    } elseif ([version] $version -lt [version] '3.10') {
        $message = "$python is Python $version; it takes 3.10 or newer."
    } elseif ($Description.bits -ne $bits) {
        $message = "$python is a $($Description.bits)-bit program and this PowerShell a $bits-bit one."
        $advice = 'Use the 64-bit editions of both.'
    } elseif (-not $Description.library) {
        $message = "$python (Python $version) has no shared library that could be loaded."
        $advice = "Install it (Debian: apt install libpython$($Description.version[0]).$($Description.version[1])), or use a Python built with --enable-shared."
    } elseif (-not $Description.pyupsync) {
        $message = "$python does not have the package pyupsync."
        $advice = $install
    } elseif (-not $Description.runtime) {
        $message = "$python does not have the package pythonnet."
        $advice = $install
    } elseif ($Description.pythonnet -notmatch '^(\d+\.\d+)' -or [version] $Matches[1] -lt [version] '3.1') {
        $message = "$python has pythonnet $($Description.pythonnet); it takes 3.1 or newer."
        $advice = $install
    }

    if ($message) {
        $record = ConvertTo-UpsErrorRecord -Code 'PythonUnusable' -Message $message -Advice $advice -Target $python
        $Cmdlet.ThrowTerminatingError($record)
    }
}
