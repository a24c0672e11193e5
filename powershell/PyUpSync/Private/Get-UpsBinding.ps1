function Get-UpsBinding {
    <#
    .SYNOPSIS
    What python.json beside the module says (pyupsync module install writes it); nothing where there is no such file.
    #>
    [CmdletBinding()]
    [OutputType([psobject])]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $file = Join-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -ChildPath 'python.json'
    if (-not (Test-Path -LiteralPath $file)) {
        return
    }
    $text = [System.IO.File]::ReadAllText($file)
    try {
        $told = ConvertFrom-Json -InputObject $text
        $python = [string] $told.python
    } catch {
        $python = ''
    }
    if (-not $python) {
        $problem = @{
            Code    = 'PythonNotFound'
            Message = "$file names no Python: it is damaged."
            Target  = $file
            Advice  = 'Run pyupsync module install again.'
        }
        $Cmdlet.ThrowTerminatingError((ConvertTo-UpsErrorRecord @problem))
    }
    $whole = $null -ne $told.PSObject.Properties['distribution']
    $there = $whole
    foreach ($name in 'library', 'runtime', 'pyupsync', 'distribution') {
        # Another version of Python, pythonnet or pyupsync has other files.
        $there = $there -and (Test-Path -LiteralPath ([string] $told.$name))
    }
    [pscustomobject] @{ File = $file; Python = $python; Text = $text; Whole = $whole; Fresh = $there }
}
