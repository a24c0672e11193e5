function Invoke-UpsAccessJob {
    <#
    .SYNOPSIS
    Runs a job on rights in the directory with a cmdlet's bound parameters.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.DirectoryAccess', 'PyUpSync.PersonAccess', 'PyUpSync.AccessOutcome')]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [string] $Job,

        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        # The accounts, as the pipeline brought them.
        [AllowEmptyCollection()]
        [string[]] $Account = @(),

        [switch] $Apply,

        [switch] $Judging
    )

    $words = @{ WritePhoto = 'write-photo'; WriteAll = 'write-all'; CreateChild = 'create-child'; Replicate = 'replicate' }
    $settings = ConvertTo-UpsSetting -Bound $Bound -Cmdlet $Cmdlet
    $settings.Remove('account')
    if ($Account.Count -gt 0) {
        $settings.accounts = @($Account | Select-Object -Unique)
    }
    if ($Bound.ContainsKey('OrganizationalUnit')) {
        $settings.ous = @($Bound.OrganizationalUnit)
    }
    if ($Bound.ContainsKey('Right')) {
        $settings.rights = @(foreach ($right in $Bound.Right) { $words[$right] })
    }
    if ($Job -eq 'access.grant' -and -not $settings.ContainsKey('undo_file')) {
        # PowerShell's location, which the process does not share.
        $settings.undo_file = $Cmdlet.SessionState.Path.CurrentFileSystemLocation.ProviderPath
    }
    Invoke-UpsJob -Cmdlet $Cmdlet -Job $Job -Setting $settings -Apply:$Apply -Judging:$Judging
}
