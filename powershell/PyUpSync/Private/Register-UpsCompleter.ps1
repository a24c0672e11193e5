function Register-UpsCompleter {
    <#
    .SYNOPSIS
    Completes addresses, and names that this session has seen. Nothing is read and nothing connected to.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param ()

    # No pipelines here: each costs more than the rest of an import.
    $photos = @('Export-UpsPhoto', 'Get-UpsPhotoPlan')
    $history = @('Get-UpsPhotoHistory', 'Restore-UpsPhoto')
    $named = @('Get-UpsTrustedRoot', 'Remove-UpsTrustedRoot')
    $trust = $named + @('Import-UpsTrustedRoot', 'Test-UpsTrustedRoot', 'Backup-UpsTrustedRoot', 'Restore-UpsTrustedRoot')
    $zones = @('Get-UpsIntranetSite', 'Add-UpsIntranetSite', 'Remove-UpsIntranetSite', 'Test-UpsIntranetSite')
    $checks = @('Test-UpsPhotoFlow', 'Test-UpsPhotoSync')
    $access = @('Test-UpsDirectoryAccess', 'Grant-UpsDirectoryAccess', 'Revoke-UpsDirectoryAccess')
    $mappings = @('Get-UpsPictureMapping', 'Set-UpsPictureMapping')
    $syncs = @('Get-UpsSyncConnection', 'Get-UpsSynchronization', 'Start-UpsSynchronization', 'Stop-UpsSynchronization')
    $table = @(
        @{ Parameter = 'Profiles'; Commands = $photos + $checks; Forms = 'csv:', 'jsonl:', 'om:', 'soap:https://', 'rest:https://', 'library:' }
        @{ Parameter = 'Directory'; Commands = $photos + $checks + 'Restore-UpsPhoto', 'Get-UpsPhoto'; Forms = 'ldaps://', 'ldap+starttls://', 'ldif:' }
        @{ Parameter = 'Photos'; Commands = $photos + $checks; Forms = 'http', 'folder:' }
        @{ Parameter = 'State'; Commands = $photos + $history + $checks + 'Clear-UpsPhotoHistory'; Forms = @('sqlite:') }
        @{ Parameter = 'Log'; Commands = @('Export-UpsPhoto'); Forms = 'eventlog:', 'journal:' }
        @{ Parameter = 'Store'; Commands = $trust + $checks; Forms = 'sharepoint:', 'folder:' }
        @{ Parameter = 'Farm'; Commands = $zones + $checks + 'Get-UpsAlternateUrl'; Forms = 'sharepoint:', 'farm:' }
        @{ Parameter = 'Directory'; Commands = $access; Forms = 'ldaps://', 'ldap+starttls://', 'ldif:' }
        @{ Parameter = 'Account'; Commands = @('Test-UpsDirectoryAccess', 'Grant-UpsDirectoryAccess', 'Get-UpsPhotoRequest', 'Test-UpsPhotoRequest') }
        @{ Parameter = 'Farm'; Commands = $mappings + $syncs; Forms = 'sharepoint:', 'om:', 'farm:' }
        @{ Parameter = 'Connection'; Commands = $mappings }
        @{ Parameter = 'Registry'; Commands = $zones + $checks; Forms = 'winreg:', 'reg:', 'hive:' }
        @{ Parameter = 'Directory'; Commands = $zones; Forms = 'ldaps://', 'ldap+starttls://' }
        @{ Parameter = 'Site'; Commands = $photos + $checks }
        @{ Parameter = 'Person'; Commands = $history + 'Get-UpsPhoto'; Kind = 'Account' }
        @{ Parameter = 'Identity'; Commands = @('Test-UpsPhotoFlow'); Kind = 'Account' }
        @{ Parameter = 'Run'; Commands = $history }
        @{ Parameter = 'Store'; Commands = @('Get-UpsCertificateEvent'); Forms = 'sharepoint:', 'folder:' }
        @{ Parameter = 'Source'; Commands = @('Test-UpsMetaverse'); Forms = 'csexport:', 'mv:', 'runs:', 'sql:' }
        @{ Parameter = 'Directory'; Commands = @('Test-UpsMetaverse'); Forms = 'ldaps://', 'ldap+starttls://', 'ldif:' }
        @{ Parameter = 'Name'; Commands = $named }
        @{ Parameter = 'Url'; Commands = $zones + 'Test-UpsTrustedRoot', 'Test-UpsPhotoSync' }
    )
    # What jobs of this session told of, and what they were given, by kind.
    $script:UpsNames = @{}
    $script:UpsForms = @{}
    foreach ($row in $table) {
        foreach ($command in $row.Commands) {
            $script:UpsForms["$command $($row.Parameter)"] = $row
        }
        Register-ArgumentCompleter -CommandName $row.Commands -ParameterName $row.Parameter -ScriptBlock {
            param ($commandName, $parameterName, $wordToComplete)
            Get-UpsCompletion -Known $script:UpsForms["$commandName $parameterName"] -Word $wordToComplete
        }
    }
}
