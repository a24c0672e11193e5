function Invoke-UpsProfileJob {
    <#
    .SYNOPSIS
    Runs a job on a User Profile service application; the farm is that of this server unless another is named.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.SyncConnection', 'PyUpSync.PictureMapping', 'PyUpSync.MappingOutcome',
        'PyUpSync.Synchronization', 'PyUpSync.SynchronizationOutcome')]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Job,

        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        # The connections, as the pipeline brought them.
        [AllowEmptyCollection()]
        [string[]] $Connection = @(),

        [switch] $Apply,

        [switch] $Judging
    )

    $settings = ConvertTo-UpsSetting -Bound $Bound -Cmdlet $Cmdlet
    if (-not $settings.ContainsKey('farm')) {
        $settings.farm = 'sharepoint:'
    }
    if ($Connection.Count -gt 0) {
        $settings.connections = @($Connection | Select-Object -Unique)
    } elseif ($Cmdlet.MyInvocation.ExpectingInput) {
        return   # the pipeline brought none, and none is not all
    }
    Invoke-UpsJob -Cmdlet $Cmdlet -Job $Job -Setting $settings -Apply:$Apply -Judging:$Judging
}
