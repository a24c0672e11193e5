# Loads the module: private functions, the cmdlets, the completers. Python starts with the first job, not here.
# Files are found by .NET, here and on the way to the first job: PowerShell would load a module for it.
Set-StrictMode -Version 3.0
$script:UpsRoot = $PSScriptRoot

# <functions> In an installed module they all stand here: opening a file takes longer than reading it.
foreach ($folder in 'Private', 'Public') {
    foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($PSScriptRoot, $folder), '*.ps1')) {
        . $file
    }
}
# </functions>

Register-UpsCompleter
Export-ModuleMember -Function @(
    'Add-UpsIntranetSite', 'Backup-UpsTrustedRoot', 'Clear-UpsPhotoHistory', 'Expand-UpsCertificateChain',
    'Export-UpsPhoto', 'Get-UpsAlternateUrl', 'Get-UpsCertificateEvent', 'Get-UpsIntranetSite', 'Get-UpsPhoto',
    'Get-UpsPhotoHistory', 'Get-UpsPhotoPlan', 'Get-UpsPhotoRequest', 'Get-UpsPictureMapping',
    'Get-UpsSyncConnection', 'Get-UpsSynchronization', 'Get-UpsTrustedRoot', 'Grant-UpsDirectoryAccess',
    'Import-UpsTrustedRoot', 'Register-UpsPhotoSchedule', 'Remove-UpsIntranetSite', 'Remove-UpsTrustedRoot',
    'Restore-UpsPhoto', 'Restore-UpsTrustedRoot', 'Revoke-UpsDirectoryAccess', 'Set-UpsPictureMapping',
    'Start-UpsSynchronization', 'Stop-UpsSynchronization', 'Test-UpsDirectoryAccess', 'Test-UpsIntranetSite',
    'Test-UpsMetaverse', 'Test-UpsPhotoFlow', 'Test-UpsPhotoRequest', 'Test-UpsPhotoSync', 'Test-UpsTrustedRoot'
)
