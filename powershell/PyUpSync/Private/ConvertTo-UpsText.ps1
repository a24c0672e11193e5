function ConvertTo-UpsText {
    <#
    .SYNOPSIS
    A request as the JSON that crosses to Python, with its credentials opened at the last moment.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [hashtable] $Value
    )

    $settings = @{}
    foreach ($name in $Value.settings.Keys) {
        $setting = $Value.settings[$name]
        if ($setting -is [pscredential]) {
            $prefix = $name -replace 'credential$', ''
            $settings["${prefix}user"] = $setting.UserName.TrimStart('\')
            $settings["${prefix}password"] = $setting.GetNetworkCredential().Password
        } else {
            $settings[$name] = $setting
        }
    }
    $request = $Value.Clone()
    $request.settings = $settings
    return ConvertTo-Json -InputObject $request -Depth 4 -Compress
}
