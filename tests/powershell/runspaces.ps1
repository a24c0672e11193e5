# Four runspaces of one process export the same people at once; told as JSON.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Settings,
    [Parameter(Mandatory)] [string] $Report
)

$job = @{}
(ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($Settings))).PSObject.Properties | ForEach-Object -Process { $job[$_.Name] = $_.Value }
$script = {
    param ($Module, $Job)
    Import-Module -Name $Module
    Export-UpsPhoto @Job -Confirm:$false -ErrorAction SilentlyContinue | ForEach-Object -Process { "$($_.Account) $($_.Status) $($_.Code)" }
}
$shells = foreach ($number in 1..4) {
    $shell = [powershell]::Create([System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2())
    $null = $shell.AddScript($script).AddArgument($Module).AddArgument($job)
    [pscustomobject] @{ Shell = $shell; Handle = $shell.BeginInvoke() }
}
$told = @(foreach ($shell in $shells) { , @($shell.Shell.EndInvoke($shell.Handle)) })
[System.IO.File]::WriteAllText($Report, (ConvertTo-Json -InputObject $told -Depth 4))
