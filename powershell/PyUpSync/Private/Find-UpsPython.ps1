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

    $bound = Get-UpsBinding -Cmdlet $Cmdlet
    $root = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($script:UpsRoot, '..', '..'))
    if ((Get-UpsEdition).OnWindows) {
        $names = @('python')
        $inVenv = [System.IO.Path]::Combine($root, '.venv', 'Scripts', 'python.exe')
    } else {
        $names = @('python3', 'python')
        $inVenv = [System.IO.Path]::Combine($root, '.venv', 'bin', 'python')
    }

    if ($env:PYUPSYNC_PYTHON) {
        $origin = 'the environment variable PYUPSYNC_PYTHON'
        $names = @($env:PYUPSYNC_PYTHON)
    } elseif ($bound) {
        $origin = $bound.File
        $names = @($bound.Python)
    } elseif ([System.IO.File]::Exists([System.IO.Path]::Combine($root, 'pyproject.toml')) -and [System.IO.File]::Exists($inVenv)) {
        return $inVenv
    } else {
        $origin = 'PATH'
    }

    if ([System.IO.Path]::IsPathRooted($names[0]) -and [System.IO.File]::Exists($names[0])) {
        return $names[0]
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
