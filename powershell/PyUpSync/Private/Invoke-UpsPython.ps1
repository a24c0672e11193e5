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

    $lock = [Python.Runtime.Py]::GIL()
    try {
        # No Python object may pass through a pipeline, "@()" or "if" as an expression: PowerShell would enumerate it.
        if ($Code) {
            $callee = [Python.Runtime.Py]::CreateScope()
            $null = $callee.Exec($Code)
        } else {
            $callee = [Python.Runtime.Py]::Import($Module)
        }
        $texts = New-Object -TypeName 'Python.Runtime.PyObject[]' -ArgumentList $Argument.Count
        for ($index = 0; $index -lt $Argument.Count; $index++) {
            $texts[$index] = [Python.Runtime.PyString]::new((ConvertTo-UpsText -Value $Argument[$index]))
        }
        $result = $callee.InvokeMethod($Function, $texts)
        $answer = $result.ToString()
        $result.Dispose()
        foreach ($text in $texts) {
            $text.Dispose()
        }
    } catch {
        $failure = $_.Exception.GetBaseException().Message
        # The wrapped exception keeps Python objects alive; a sentence does not.
        throw (New-Object -TypeName System.InvalidOperationException -ArgumentList $failure)
    } finally {
        $lock.Dispose()
    }
    return $answer
}
