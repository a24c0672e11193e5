# Stands in for SharePoint's module where there is no SharePoint; found through PSModulePath, as the module of
# SharePoint Server Subscription Edition is.
@{
    RootModule        = 'Microsoft.SharePoint.PowerShell.psm1'
    ModuleVersion     = '16.0.0'
    GUID              = '2c7d6b0a-6a2e-4f0c-9a53-3f0e8d3d6f5b'
    Author            = 'pyupsync'
    Description       = 'A stand-in for the cmdlets of SharePoint that the tests use.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @(
        'Get-SPTrustedRootAuthority', 'New-SPTrustedRootAuthority', 'Set-SPTrustedRootAuthority',
        'Remove-SPTrustedRootAuthority', 'Get-SPCertificateAuthority', 'Get-SPServer',
        'Get-SPAlternateURL', 'Get-SPWebApplication', 'Get-SPSite', 'Get-SPSiteUrl', 'Get-SPServiceApplicationProxyGroup',
        'Get-SPServiceApplication', 'Get-SPServiceInstance', 'Get-SPFarm'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
