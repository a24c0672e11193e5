function Find-UpsPython {
    <#
    .SYNOPSIS
    The python program to host: PYUPSYNC_PYTHON, else python.json beside the module, else the checkout's .venv, else PATH.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $module = Split-Path -Path $PSScriptRoot -Parent
    $bound = Join-Path -Path $module -ChildPath 'python.json'
    $root = Split-Path -Path (Split-Path -Path $module -Parent) -Parent
    $venv = Join-Path -Path $root -ChildPath '.venv'
    if ([System.IO.Path]::DirectorySeparatorChar -eq '\') {
        $names = @('python')
        $inVenv = Join-Path -Path (Join-Path -Path $venv -ChildPath 'Scripts') -ChildPath 'python.exe'
    } else {
        $names = @('python3', 'python')
        $inVenv = Join-Path -Path (Join-Path -Path $venv -ChildPath 'bin') -ChildPath 'python'
    }

    if ($env:PYUPSYNC_PYTHON) {
        $origin = 'the environment variable PYUPSYNC_PYTHON'
        $names = @($env:PYUPSYNC_PYTHON)
    } elseif (Test-Path -LiteralPath $bound) {
        $origin = $bound
        $names = @((ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($bound))).python)
    } elseif ((Test-Path -LiteralPath (Join-Path -Path $root -ChildPath 'pyproject.toml')) -and (Test-Path -LiteralPath $inVenv)) {
        return $inVenv
    } else {
        $origin = 'PATH'
    }

    $found = @(Get-Command -Name $names -CommandType Application -ErrorAction Ignore)
    if ($found.Count -gt 0) {
        return $found[0].Path
    }
    $problem = @{
        Code    = 'PythonNotFound'
        Message = "No Python was found: $origin names none ($($names -join ', '))."
        Advice  = 'Install Python 3.10 or newer with pyupsync[powershell], and set PYUPSYNC_PYTHON to its python program.'
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-UpsErrorRecord @problem))
}
