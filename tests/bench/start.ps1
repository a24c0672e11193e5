# Tells how many seconds a fresh process takes for the module's first cmdlet, or for a bare Python and its module sys.
param (
    [Parameter(Mandatory)] [string] $Way,
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder
)

$bound = $null
if ($Way -eq 'bare') {
    $bound = ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText([System.IO.Path]::Combine($Module, 'python.json')))
}
$process = [System.Diagnostics.Process]::GetCurrentProcess()
$before = $process.TotalProcessorTime
$watch = [System.Diagnostics.Stopwatch]::StartNew()
if ($Way -eq 'bare') {
    [void] [System.Reflection.Assembly]::LoadFrom($bound.runtime)
    [Python.Runtime.Runtime]::PythonDLL = $bound.library
    [Python.Runtime.PythonEngine]::ProgramName = $bound.executable
    [Python.Runtime.PythonEngine]::Initialize()
    [void] [Python.Runtime.PythonEngine]::BeginAllowThreads()
    $lock = [Python.Runtime.Py]::GIL()
    [Python.Runtime.Py]::Import('sys').Dispose()
    $lock.Dispose()
} else {
    Import-Module -Name ([System.IO.Path]::Combine($Module, 'PyUpSync.psd1'))
    $null = Get-UpsPhoto -Person ann -Directory "ldif:$Folder/people.ldif"
}
$watch.Stop()
$process.Refresh()
[System.Console]::Out.WriteLine('{0} {1}', $watch.Elapsed.TotalSeconds, ($process.TotalProcessorTime - $before).TotalSeconds)
# pythonnet's own way down takes a second and is nobody's start.
[System.Environment]::Exit(0)
