function Initialize-UpsEngine {
    <#
    .SYNOPSIS
    Starts Python in this process, once; later calls, from any runspace or a re-imported module, use it again.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $python = Find-UpsPython -Cmdlet $Cmdlet
    $process = [System.AppDomain]::CurrentDomain
    # Another runspace may be starting it: the one interpreter of a process is started under one lock.
    [System.Threading.Monitor]::Enter($process)
    try {
        if (-not $process.GetData('PyUpSync.Python')) {
            Open-UpsEngine -Python $python -Cmdlet $Cmdlet
            $process.SetData('PyUpSync.Python', $python)
        }
    } finally {
        [System.Threading.Monitor]::Exit($process)
    }
    $hosted = $process.GetData('PyUpSync.Python')
    if ($hosted -ne $python) {
        $Cmdlet.WriteWarning("This process already hosts $hosted and keeps it; start a new PowerShell to use $python.")
    }
}
