@{
    RootModule             = 'PyUpSync.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = 'f2ef3341-7009-4355-9262-29fb3ddf3f3b'
    Author                 = 'The pyupsync authors'
    Copyright              = 'The pyupsync authors; MIT licence.'
    Description            = 'Gets SharePoint profile pictures into Active Directory''s thumbnailPhoto, and certificate chains into SharePoint''s trusted root authorities.'
    CompatiblePSEditions   = @('Desktop', 'Core')
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('PyUpSync.Format.ps1xml')
    FunctionsToExport      = @(
        'Backup-UpsTrustedRoot', 'Expand-UpsCertificateChain', 'Export-UpsPhoto', 'Get-UpsAlternateUrl',
        'Get-UpsPhotoPlan', 'Get-UpsTrustedRoot', 'Import-UpsTrustedRoot', 'Remove-UpsTrustedRoot', 'Restore-UpsTrustedRoot', 'Test-UpsTrustedRoot'
    )
    CmdletsToExport        = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags    = @('SharePoint', 'ActiveDirectory', 'thumbnailPhoto', 'UserProfile', 'Certificate', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux')
            License = 'MIT'
        }
    }
}
