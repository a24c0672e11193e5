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
    if (-not (Get-UpsEdition).OnWindows) {
        $null = Enable-UpsFlag -Library $Library -Name 'Py_UTF8Mode'
    }
}
