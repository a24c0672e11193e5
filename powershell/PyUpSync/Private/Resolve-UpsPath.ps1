function Resolve-UpsPath {
    <#
    .SYNOPSIS
    A file's full path, relative ones from PowerShell's location (the process has another), PSDrives and ~ resolved.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string] $Path,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    if (-not $Path) {
        return $Path   # the job says what is missing
    }
    $provider = $null
    $drive = $null
    $failure = ''
    $full = ''
    try {
        $full = $Cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path, [ref] $provider, [ref] $drive)
        if ($provider.Name -ne 'FileSystem') {
            $failure = "it is in the $($provider.Name) provider."
        }
    } catch {
        $failure = $_.Exception.GetBaseException().Message
    }
    if ($failure) {
        $record = ConvertTo-UpsErrorRecord -Code 'UsageInvalid' -Message "$Path is no file: $failure" -Advice 'Give a full path.' -Target $Path
        $Cmdlet.ThrowTerminatingError($record)
    }
    return $full
}
