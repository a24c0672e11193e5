function Get-UpsCompletion {
    <#
    .SYNOPSIS
    What a word may become: a known form or name that begins so; after a form that takes a file, the files.
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.CompletionResult])]
    param (
        [AllowEmptyCollection()]
        [System.Collections.IEnumerable] $Form,

        [AllowEmptyString()]
        [string] $Word
    )

    $begun = $Word.Trim('"', "'")
    $texts = if ($begun -match '^(csv|jsonl|library|ldif|folder|farm|reg|hive|sqlite):(?!https?:)(.*)$') {
        $scheme = $Matches[1]
        foreach ($file in [System.Management.Automation.CompletionCompleters]::CompleteFilename($Matches[2])) {
            '{0}:{1}' -f $scheme, $file.CompletionText.Trim('"', "'")
        }
    } else {
        foreach ($known in $Form) {
            if ($known.StartsWith($begun, [System.StringComparison]::OrdinalIgnoreCase)) { $known }
        }
    }
    foreach ($text in $texts) {
        $quoted = $text
        # What is no plain word for PowerShell: about_Special_Characters, about_Parsing.
        if ($text -match '[^\w\\/:.+@=-]|^[@-]') {
            $quoted = "'{0}'" -f $text.Replace("'", "''")
        }
        [System.Management.Automation.CompletionResult]::new($quoted, $text, 'ParameterValue', $text)
    }
}
