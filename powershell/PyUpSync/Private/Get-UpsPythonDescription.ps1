function Get-UpsPythonDescription {
    <#
    .SYNOPSIS
    Where a Python's library and its packages are, as JSON text: what the module is bound to says it, else that Python.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [string] $Python,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $bound = Get-UpsBinding -Cmdlet $Cmdlet
    if ($bound -and $bound.Python -eq $Python) {
        if ($bound.Fresh) {
            return $bound.Text
        }
        if ($bound.Whole) {
            $Cmdlet.WriteWarning("$Python has changed since this module was installed for it. Run: pyupsync module install")
        }
    }

    $script = [System.IO.Path]::Combine($script:UpsRoot, 'Private', 'python_host.py')
    $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo
    $start.FileName = $Python
    $start.Arguments = '-E -B "{0}"' -f $script
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $answer = ''
    try {
        $process = [System.Diagnostics.Process]::Start($start)
        $stderr = $process.StandardError.ReadToEndAsync()
        $answer = $process.StandardOutput.ReadToEnd().Trim()
        $process.WaitForExit()
        $trouble = $stderr.Result.Trim()
    } catch {
        $trouble = $_.Exception.GetBaseException().Message
    }

    # Whatever a start-up file of that Python prints comes before the one line that counts.
    $line = ($answer -split '\r?\n')[-1]
    if ($line.StartsWith('{')) {
        return $line
    }
    $problem = @{
        Code    = 'PythonUnusable'
        Message = "$Python could not be asked about itself: $trouble"
        Target  = $Python
        Advice  = 'Set PYUPSYNC_PYTHON to the python program of Python 3.10 or newer.'
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-UpsErrorRecord @problem))
}
