function Register-UpsCompleter {
    <#
    .SYNOPSIS
    Completes addresses, and names that this session has seen. Nothing is read and nothing connected to.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param ()

    # What jobs of this session told of, by the property that it came in.
    $script:UpsNames = @{}
    foreach ($property in 'Account', 'Url', 'Name') {
        $script:UpsNames[$property] = [System.Collections.Generic.SortedSet[string]]::new([System.StringComparer]::OrdinalIgnoreCase)
    }
    $photos = 'Export-UpsPhoto', 'Get-UpsPhotoPlan'
    $trust = 'Get', 'Import', 'Remove', 'Test', 'Backup', 'Restore' | ForEach-Object -Process { "$_-UpsTrustedRoot" }
    $zones = 'Get', 'Add', 'Remove', 'Test' | ForEach-Object -Process { "$_-UpsIntranetSite" }
    $table = @(
        @{ Parameter = 'Profiles'; Commands = $photos; Forms = 'csv:', 'jsonl:', 'om:', 'soap:https://', 'rest:https://', 'library:' }
        @{ Parameter = 'Directory'; Commands = $photos + 'Restore-UpsPhoto', 'Get-UpsPhoto'; Forms = 'ldaps://', 'ldap+starttls://', 'ldif:' }
        @{ Parameter = 'Photos'; Commands = $photos; Forms = 'http', 'folder:' }
        @{ Parameter = 'State'; Commands = $photos + 'Get-UpsPhotoHistory', 'Restore-UpsPhoto'; Forms = @('sqlite:') }
        @{ Parameter = 'Store'; Commands = $trust; Forms = 'sharepoint:', 'folder:' }
        @{ Parameter = 'Farm'; Commands = @('Get-UpsAlternateUrl') + $zones; Forms = 'sharepoint:', 'farm:' }
        @{ Parameter = 'Registry'; Commands = $zones; Forms = 'winreg:', 'reg:', 'hive:' }
        @{ Parameter = 'Directory'; Commands = $zones; Forms = 'ldaps://', 'ldap+starttls://' }
        @{ Parameter = 'Person'; Commands = 'Get-UpsPhoto', 'Get-UpsPhotoHistory', 'Restore-UpsPhoto'; Forms = $script:UpsNames.Account }
        @{ Parameter = 'Name'; Commands = 'Get-UpsTrustedRoot', 'Remove-UpsTrustedRoot'; Forms = $script:UpsNames.Name }
        @{ Parameter = 'Url'; Commands = $zones + 'Test-UpsTrustedRoot'; Forms = $script:UpsNames.Url }
    )
    $script:UpsForms = @{}
    foreach ($row in $table) {
        foreach ($command in $row.Commands) {
            $script:UpsForms["$command $($row.Parameter)"] = $row.Forms
        }
        Register-ArgumentCompleter -CommandName $row.Commands -ParameterName $row.Parameter -ScriptBlock {
            param ($commandName, $parameterName, $wordToComplete)
            Get-UpsCompletion -Form $script:UpsForms["$commandName $parameterName"] -Word $wordToComplete
        }
    }
}
