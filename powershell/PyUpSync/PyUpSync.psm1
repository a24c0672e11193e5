# Loads the module: private functions, the cmdlets, the completers. Python starts with the first job, not here.
Set-StrictMode -Version 3.0

foreach ($folder in 'Private', 'Public') {
    foreach ($file in Get-ChildItem -Path (Join-Path -Path $PSScriptRoot -ChildPath $folder) -Filter '*.ps1') {
        . $file.FullName
    }
}

Register-UpsCompleter
Export-ModuleMember -Function @(
    'Add-UpsIntranetSite', 'Backup-UpsTrustedRoot', 'Expand-UpsCertificateChain', 'Export-UpsPhoto',
    'Get-UpsAlternateUrl', 'Get-UpsIntranetSite', 'Get-UpsPhotoHistory', 'Get-UpsPhotoPlan',
    'Get-UpsTrustedRoot', 'Import-UpsTrustedRoot', 'Remove-UpsIntranetSite', 'Remove-UpsTrustedRoot',
    'Restore-UpsPhoto', 'Restore-UpsTrustedRoot', 'Test-UpsIntranetSite', 'Test-UpsTrustedRoot'
)
