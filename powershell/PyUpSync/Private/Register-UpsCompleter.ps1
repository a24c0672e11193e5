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
    $forms = @{
        Profiles  = 'csv:', 'jsonl:'
        Directory = 'ldaps://', 'ldap+starttls://', 'ldif:'
        Photos    = 'http', 'folder:'
        Store     = 'sharepoint:', 'folder:'
        Farm      = 'sharepoint:', 'farm:'
    }
    foreach ($parameter in $forms.Keys) {
        $known = $forms[$parameter]
        $commands = $photos
        if ($parameter -eq 'Store') {
            $commands = $trust
        } elseif ($parameter -eq 'Farm') {
            $commands = 'Get-UpsAlternateUrl'
        }
        $completer = {
            param ($commandName, $parameterName, $wordToComplete)
            $null = $commandName, $parameterName
            $word = $wordToComplete.Trim('"', "'")
            if ($word -match '^(csv|jsonl|ldif|folder|farm):(.*)$') {
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
        Register-ArgumentCompleter -CommandName $commands -ParameterName $parameter -ScriptBlock $completer
    }
}
