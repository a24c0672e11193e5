function Invoke-UpsLogJob {
    <#
    .SYNOPSIS
    Runs a job on IIS logs with a cmdlet's bound parameters; nothing where no log came by the pipeline.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoRequest', 'PyUpSync.RequestFinding', 'PyUpSync.RequestLog')]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Job,

        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        # The logs, as the pipeline brought them.
        [AllowEmptyCollection()]
        [string[]] $Path = @()
    )

    if ($Path.Count -eq 0) {
        return
    }
    $settings = @{ paths = @($Path) }
    $lists = @{ ClientAddress = 'client'; Account = 'account'; ServerAddress = 'server_address'; Pattern = 'pattern' }
    foreach ($name in $lists.Keys) {
        if ($Bound.ContainsKey($name)) {
            $settings[$lists[$name]] = @($Bound[$name])
        }
    }
    foreach ($name in 'Since', 'Until') {
        if ($Bound.ContainsKey($name)) {
            $moment = $Bound[$name].ToUniversalTime().ToString('s', [System.Globalization.CultureInfo]::InvariantCulture)
            $settings[$name.ToLowerInvariant()] = "${moment}Z"
        }
    }
    if ($Bound.ContainsKey('WindowSec')) {
        $settings.window = $Bound.WindowSec
    }
    Invoke-UpsJob -Cmdlet $Cmdlet -Job $Job -Setting $settings -Judging
}
