function Invoke-UpsZoneJob {
    <#
    .SYNOPSIS
    Runs a job on zones with a cmdlet's bound parameters; the registry is this computer's unless another is named.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.ZoneEntry', 'PyUpSync.ZoneOutcome', 'PyUpSync.SiteZone')]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Job,

        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        # The sites, as the pipeline brought them.
        [AllowEmptyCollection()]
        [string[]] $Url = @(),

        [switch] $Apply,

        [switch] $Judging
    )

    $settings = ConvertTo-UpsSetting -Bound $Bound -Cmdlet $Cmdlet
    if (-not $settings.ContainsKey('registry')) {
        $settings.registry = 'winreg:'
    }
    if ($Apply -and -not $settings.ContainsKey('undo_file')) {
        # PowerShell's location, which the process does not share.
        $settings.undo_file = $Cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath
    }
    if ($Url.Count -gt 0) {
        $settings.urls = @($Url | Select-Object -Unique)
    } elseif (-not $settings.ContainsKey('farm') -and ($Job -ne 'zones.list' -or $Cmdlet.MyInvocation.ExpectingInput)) {
        Assert-UpsInput -Message 'No site was named.' -Advice 'Give -Url or -Farm.' -Cmdlet $Cmdlet
        return
    }
    Invoke-UpsJob -Cmdlet $Cmdlet -Job $Job -Setting $settings -Apply:$Apply -Judging:$Judging
}
