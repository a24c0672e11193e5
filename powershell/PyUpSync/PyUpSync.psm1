# Loads the module: private functions, the cmdlets, the completers. Python starts with the first job, not here.
# Files are found by .NET, here and on the way to the first job: PowerShell would load a module for it.
Set-StrictMode -Version 3.0

foreach ($folder in 'Private', 'Public') {
    foreach ($file in [System.IO.Directory]::GetFiles([System.IO.Path]::Combine($PSScriptRoot, $folder), '*.ps1')) {
        . $file
    }
}

Register-UpsCompleter
Export-ModuleMember -Function @(
    'Add-UpsIntranetSite', 'Backup-UpsTrustedRoot', 'Expand-UpsCertificateChain', 'Export-UpsPhoto',
    'Get-UpsAlternateUrl', 'Get-UpsIntranetSite', 'Get-UpsPhoto', 'Get-UpsPhotoHistory',
    'Get-UpsPhotoPlan', 'Get-UpsTrustedRoot', 'Import-UpsTrustedRoot', 'Remove-UpsIntranetSite',
    'Remove-UpsTrustedRoot', 'Restore-UpsPhoto', 'Restore-UpsTrustedRoot', 'Test-UpsIntranetSite',
    'Test-UpsTrustedRoot'
)
