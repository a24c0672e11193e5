# Loads the module: private functions, the cmdlets, the completers. Python starts with the first job, not here.
Set-StrictMode -Version 3.0

foreach ($folder in 'Private', 'Public') {
    foreach ($file in Get-ChildItem -Path (Join-Path -Path $PSScriptRoot -ChildPath $folder) -Filter '*.ps1') {
        . $file.FullName
    }
}

Register-UpsCompleter
Export-ModuleMember -Function @(
    'Backup-UpsTrustedRoot', 'Expand-UpsCertificateChain', 'Export-UpsPhoto', 'Get-UpsAlternateUrl',
    'Get-UpsPhotoPlan', 'Get-UpsTrustedRoot', 'Import-UpsTrustedRoot', 'Remove-UpsTrustedRoot', 'Restore-UpsTrustedRoot', 'Test-UpsTrustedRoot'
)
