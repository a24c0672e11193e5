# Tells how many seconds a fresh process takes for the module's first cmdlet, for the least that a module could be (floor),
# or for a bare Python and its module sys.
param (
    [Parameter(Mandatory)] [string] $Way,
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder
)

# Read without a cmdlet, whose module would be loaded before anything is measured.
$text = [System.IO.File]::ReadAllText([System.IO.Path]::Combine($Module, 'python.json'))
$bound = [psobject]::new()
foreach ($name in 'runtime', 'library', 'executable') {
    $value = [regex]::Match($text, '"' + $name + '": "((?:[^"\\]|\\.)*)"').Groups[1].Value
    $bound.PSObject.Properties.Add([psnoteproperty]::new($name, [regex]::Unescape($value)))
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
} elseif ($Way -eq 'floor') {
    Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'floor.psm1'))
    Start-Floor -Bound $bound
} else {
    Import-Module -Name ([System.IO.Path]::Combine($Module, 'PyUpSync.psd1'))
    $null = Get-UpsPhoto -Person ann -Directory "ldif:$Folder/people.ldif"
}
$watch.Stop()
$process.Refresh()
[System.Console]::Out.WriteLine('{0} {1}', $watch.Elapsed.TotalSeconds, ($process.TotalProcessorTime - $before).TotalSeconds)
# pythonnet's own way down takes a second and is nobody's start.
[System.Environment]::Exit(0)
