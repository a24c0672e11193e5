@{
    RootModule             = 'PyUpSync.psm1'
    ModuleVersion          = '0.1.0'
    GUID                   = 'f2ef3341-7009-4355-9262-29fb3ddf3f3b'
    Author                 = 'The pyupsync authors'
    Copyright              = 'The pyupsync authors; MIT licence.'
    Description            = 'Gets SharePoint profile pictures into Active Directory''s thumbnailPhoto, certificate chains into SharePoint''s trusted root authorities, and sites into the Local intranet zone of its service account; grants the rights that takes, and tells why somebody has no picture.'
    CompatiblePSEditions   = @('Desktop', 'Core')
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess       = @('PyUpSync.Format.ps1xml')
    FunctionsToExport      = @(
        'Add-UpsIntranetSite', 'Backup-UpsTrustedRoot', 'Clear-UpsPhotoHistory', 'Expand-UpsCertificateChain',
        'Export-UpsPhoto', 'Get-UpsAlternateUrl', 'Get-UpsCertificateEvent', 'Get-UpsIntranetSite', 'Get-UpsPhoto',
        'Get-UpsPhotoHistory', 'Get-UpsPhotoPlan', 'Get-UpsPhotoRequest', 'Get-UpsPictureMapping',
        'Get-UpsSyncConnection', 'Get-UpsSynchronization', 'Get-UpsTrustedRoot', 'Grant-UpsDirectoryAccess',
        'Import-UpsTrustedRoot', 'Register-UpsPhotoSchedule', 'Remove-UpsIntranetSite', 'Remove-UpsTrustedRoot',
        'Restore-UpsPhoto', 'Restore-UpsTrustedRoot', 'Revoke-UpsDirectoryAccess', 'Set-UpsPictureMapping',
        'Start-UpsSynchronization', 'Stop-UpsSynchronization', 'Test-UpsDirectoryAccess', 'Test-UpsIntranetSite',
        'Test-UpsMetaverse', 'Test-UpsPhotoFlow', 'Test-UpsPhotoRequest', 'Test-UpsPhotoSync', 'Test-UpsTrustedRoot'
    )
    CmdletsToExport        = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags         = @(
                'SharePoint', 'ActiveDirectory', 'thumbnailPhoto', 'UserProfile', 'Certificate', 'IntranetZone',
                'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            )
            LicenseUri   = 'https://spdx.org/licenses/MIT.html'
            ProjectUri   = 'https://pypi.org/project/pyupsync/'
            ReleaseNotes = 'First release: profile pictures, trusted root authorities, the Local intranet zone, rights in the directory, the User Profile service, and why there is no picture. It takes the Python package pyupsync of the same version: pip install pyupsync, then pyupsync module install.'
        }
    }
}
