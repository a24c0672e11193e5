function Open-UpsEngine {
    <#
    .SYNOPSIS
    Loads pythonnet from the given Python, starts that Python in this process and opens the bridge.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param (
        [Parameter(Mandatory)]
        [string] $Python,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $text = Get-UpsPythonDescription -Python $Python -Cmdlet $Cmdlet
    $description = ConvertFrom-Json -InputObject $text
    if ($env:PYTHONNET_PYDLL) {
        $description.library = $env:PYTHONNET_PYDLL   # pythonnet's own variable
    }
    Assert-UpsPython -Description $description -Cmdlet $Cmdlet
    $failure = ''
    try {
        [void] [System.Reflection.Assembly]::LoadFrom($description.runtime)
        if (-not [Python.Runtime.PythonEngine]::IsInitialized) {
            Enable-UpsUtf8 -Library $description.library
            [Python.Runtime.Runtime]::PythonDLL = $description.library
            # PYTHONHOME would end the process where it is another Python's, PYTHONPATH bring in others' packages.
            $ignoring = Enable-UpsFlag -Library $description.library -Name 'Py_IgnoreEnvironmentFlag'
            if ($env:PYTHONHOME -and -not $ignoring) {
                [Python.Runtime.PythonEngine]::PythonHome = $description.base_prefix
            }
            # The program's name is what makes Python find a venv (and its packages only) around it.
            [Python.Runtime.PythonEngine]::ProgramName = $description.executable
            [Python.Runtime.PythonEngine]::Initialize()
            # The thread that starts Python holds its lock until this; without it every other thread waits for ever.
            [void] [Python.Runtime.PythonEngine]::BeginAllowThreads()
            Disable-UpsShutdown
        }
        $code = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($script:UpsRoot, 'Private', 'python_host.py'))
        $null = Invoke-UpsPython -Code $code -Function 'adopt' -Argument $text
        $started = Invoke-UpsPython -Module 'pyupsync.bridge' -Function 'host'
    } catch {
        $failure = $_.Exception.GetBaseException().Message
    }
    if ($failure) {
        $problem = @{
            Code    = 'PythonUnusable'
            Message = "Python could not be started in this process from $($description.library): $failure"
            Target  = $Python
            Advice  = 'Start a new PowerShell and try again; another module may already host another Python here.'
        }
        $Cmdlet.ThrowTerminatingError((ConvertTo-UpsErrorRecord @problem))
    }
    $Cmdlet.WriteVerbose("Hosting $($description.executable): $started")
}
