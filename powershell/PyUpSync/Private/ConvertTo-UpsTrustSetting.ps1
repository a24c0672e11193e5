function ConvertTo-UpsTrustSetting {
    <#
    .SYNOPSIS
    The bound parameters of a trust cmdlet as the job's settings; the store is the farm's unless another is named.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param (
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $plain = @{ Absent = 'absent'; FromUrl = 'from_url'; WarnDays = 'warn_days'; TimeoutSec = 'timeout' }
    $switches = @{ FetchIssuer = 'fetch_issuers'; Force = 'force'; RestartIis = 'restart_iis' }

    $settings = @{ store = 'sharepoint:' }
    foreach ($name in $Bound.Keys) {
        if ($plain.ContainsKey($name)) {
            $settings[$plain[$name]] = $Bound[$name]
        } elseif ($switches.ContainsKey($name)) {
            $settings[$switches[$name]] = [bool] $Bound[$name]
        } elseif ($name -eq 'Store') {
            $settings.store = Resolve-UpsAddress -Address $Bound.Store -Cmdlet $Cmdlet
        }
    }
    return $settings
}
