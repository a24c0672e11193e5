function Register-UpsCompleter {
    <#
    .SYNOPSIS
    Completes addresses: the known forms first, then file names. Nothing is read and nothing connected to.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param ()

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
    )
    foreach ($row in $table) {
        $known = $row.Forms
        $completer = {
            param ($commandName, $parameterName, $wordToComplete)
            $null = $commandName, $parameterName
            $word = $wordToComplete.Trim('"', "'")
            if ($word -match '^(csv|jsonl|library|ldif|folder|farm|reg|hive|sqlite):(?!https?:)(.*)$') {
                $scheme = $Matches[1]
                foreach ($file in [System.Management.Automation.CompletionCompleters]::CompleteFilename($Matches[2])) {
                    $text = '{0}:{1}' -f $scheme, $file.CompletionText.Trim('"', "'")
                    if ($text -match '[\s'']') {
                        $text = "'{0}'" -f $text.Replace("'", "''")
                    }
                    New-Object -TypeName System.Management.Automation.CompletionResult -ArgumentList $text, $file.ListItemText, 'ParameterValue', $text
                }
                return
            }
            foreach ($form in $known) {
                if ($form.StartsWith($word, [System.StringComparison]::OrdinalIgnoreCase)) {
                    New-Object -TypeName System.Management.Automation.CompletionResult -ArgumentList $form
                }
            }
        }.GetNewClosure()
        Register-ArgumentCompleter -CommandName $row.Commands -ParameterName $row.Parameter -ScriptBlock $completer
    }
}
