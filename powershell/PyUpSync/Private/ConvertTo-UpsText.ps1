function ConvertTo-UpsText {
    <#
    .SYNOPSIS
    What crosses to Python: text as it is, a request as JSON with its credentials opened at the last moment.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [object] $Value
    )

    if ($Value -isnot [hashtable]) {
        return [string] $Value
    }
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
