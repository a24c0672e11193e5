# The least that a module can be that hosts Python: one function, json imported, one JSON text read by PowerShell's own cmdlet.
function Start-Floor {
    <#
    .SYNOPSIS
    Starts Python and imports json.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param (
        [Parameter(Mandatory)]
        [psobject] $Bound
    )

    [void] [System.Reflection.Assembly]::LoadFrom($Bound.runtime)
    [Python.Runtime.Runtime]::PythonDLL = $Bound.library
    [Python.Runtime.PythonEngine]::ProgramName = $Bound.executable
    [Python.Runtime.PythonEngine]::Initialize()
    [void] [Python.Runtime.PythonEngine]::BeginAllowThreads()
    $lock = [Python.Runtime.Py]::GIL()
    [Python.Runtime.Py]::Import('json').Dispose()
    $lock.Dispose()
    $null = ConvertFrom-Json -InputObject '{ "a": 1 }'
}
Export-ModuleMember -Function Start-Floor
