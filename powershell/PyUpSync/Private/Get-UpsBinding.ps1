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

    $file = [System.IO.Path]::Combine($script:UpsRoot, 'python.json')
    if (-not [System.IO.File]::Exists($file)) {
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
    # Another version of Python, pythonnet or pyupsync has other files.
    foreach ($name in 'library', 'runtime', 'pyupsync') {
        $there = $there -and [System.IO.File]::Exists($told.$name)
    }
    $there = $there -and [System.IO.Directory]::Exists($told.distribution)
    [pscustomobject] @{ File = $file; Python = $python; Text = $text; Whole = $whole; Fresh = $there }
}
