function Disable-UpsShutdown {
    <#
    .SYNOPSIS
    Lets the process end without taking Python down piece by piece.

    .DESCRIPTION
    pythonnet shuts Python down when the process exits, which takes a second, waits for locks and has hung
    (pythonnet issue 1701). Every run is closed by then and nothing of ours waits for it. The handler is not public:
    where a pythonnet has none by that name, it just takes its second.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param ()

    $flags = [System.Reflection.BindingFlags] 'NonPublic, Static'
    $method = [Python.Runtime.PythonEngine].GetMethod('OnProcessExit', $flags)
    if ($null -ne $method) {
        $handler = [System.Delegate]::CreateDelegate([System.EventHandler], $method)
        [System.AppDomain]::CurrentDomain.remove_ProcessExit($handler)
    }
}
