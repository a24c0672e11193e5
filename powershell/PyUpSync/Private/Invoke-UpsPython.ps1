function Invoke-UpsPython {
    <#
    .SYNOPSIS
    The one place that calls Python: a function of a module (or of the given code), text in, text out.

    .DESCRIPTION
    The interpreter's lock is taken and given back on the same thread whatever happens: a lock that is left to the
    garbage collector ends the process. A hashtable among the arguments crosses as JSON, made here and nowhere
    earlier, so that no password is ever an argument that is logged.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [string] $Module,

        [string] $Code,

        [Parameter(Mandatory)]
        [string] $Function,

        [object[]] $Argument = @()
    )

    # Every call of this is waited for by somebody: what can be made without Python's lock is made before it is taken.
    $texts = @(foreach ($value in $Argument) {
            if ($value -is [hashtable]) { ConvertTo-UpsText -Value $value } else { [string] $value }
        })
    $lock = $callee = $result = $null
    $crossing = [Python.Runtime.PyObject[]]::new($texts.Count)
    try {
        $lock = [Python.Runtime.Py]::GIL()
        # No Python object may pass through a pipeline, "@()" or "if" as an expression: PowerShell would enumerate it.
        if ($Code) {
            $callee = [Python.Runtime.Py]::CreateScope()
            $null = $callee.Exec($Code)
        } else {
            $callee = [Python.Runtime.Py]::Import($Module)
        }
        for ($index = 0; $index -lt $texts.Count; $index++) {
            $crossing[$index] = [Python.Runtime.PyString]::new($texts[$index])
        }
        $result = $callee.InvokeMethod($Function, $crossing)
        $answer = $result.ToString()
    } catch {
        $failure = $_.Exception.GetBaseException().Message
        # The wrapped exception keeps Python objects alive; a sentence does not.
        throw ([System.InvalidOperationException]::new($failure))
    } finally {
        # Also where Ctrl-C stops it: the thread that took the lock gives it back.
        if ($null -ne $lock) {
            foreach ($object in $crossing) {
                if ($null -ne $object) { $object.Dispose() }
            }
            if ($null -ne $callee) { $callee.Dispose() }
            if ($null -ne $result) { $result.Dispose() }
            $lock.Dispose()
        }
    }
    return $answer
}
