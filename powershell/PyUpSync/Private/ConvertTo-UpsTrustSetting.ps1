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

    $settings = ConvertTo-UpsSetting -Bound $Bound -Cmdlet $Cmdlet
    if (-not $settings.ContainsKey('store')) {
        $settings.store = 'sharepoint:'
    }
    return $settings
}
