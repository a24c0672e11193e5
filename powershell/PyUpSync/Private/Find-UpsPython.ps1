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
    $bound = Get-UpsBinding -Cmdlet $Cmdlet
    $root = Split-Path -Path (Split-Path -Path $module -Parent) -Parent
    $venv = Join-Path -Path $root -ChildPath '.venv'
    if ((Get-UpsEdition).OnWindows) {
        $names = @('python')
        $inVenv = Join-Path -Path (Join-Path -Path $venv -ChildPath 'Scripts') -ChildPath 'python.exe'
    } else {
        $names = @('python3', 'python')
        $inVenv = Join-Path -Path (Join-Path -Path $venv -ChildPath 'bin') -ChildPath 'python'
    }

    if ($env:PYUPSYNC_PYTHON) {
        $origin = 'the environment variable PYUPSYNC_PYTHON'
        $names = @($env:PYUPSYNC_PYTHON)
    } elseif ($bound) {
        $origin = $bound.File
        $names = @($bound.Python)
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
        Advice  = 'Install Python 3.10 or newer with pyupsync[powershell], and run: pyupsync module install'
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-UpsErrorRecord @problem))
}
