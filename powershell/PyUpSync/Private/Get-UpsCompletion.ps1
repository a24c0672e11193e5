function Get-UpsCompletion {
    <#
    .SYNOPSIS
    What a word may become: a known form or name that begins so; after a form that takes a file, the files.
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.CompletionResult])]
    param (
        # A row of Register-UpsCompleter's table: the forms of an address, the kind of the names that are remembered.
        [Parameter(Mandatory)]
        [hashtable] $Known,

        [AllowEmptyString()]
        [string] $Word
    )

    $begun = $Word.Trim('"', "'")
    $kind = if ($Known['Kind']) { $Known['Kind'] } else { $Known['Parameter'] }
    $same = [System.StringComparison]::OrdinalIgnoreCase
    # An address that was given and refused is remembered like any other, but is in none of the forms.
    $names = @(foreach ($name in $script:UpsNames[$kind]) {
            if (-not $Known['Forms'] -or @($Known['Forms'] | Where-Object -FilterScript { $name.StartsWith($_, $same) }).Count) { $name }
        })
    $texts = @(
        foreach ($text in @($Known['Forms']) + $names) {
            if ($text -and $text.StartsWith($begun, $same)) { $text }
        }
        if ($Known['Forms'] -and $begun -match '^(csv|jsonl|library|ldif|folder|farm|reg|hive|sqlite|mv|csexport|runs):(?!https?:)(.*)$') {
            $scheme = $Matches[1]
            foreach ($file in [System.Management.Automation.CompletionCompleters]::CompleteFilename($Matches[2])) {
                '{0}:{1}' -f $scheme, $file.CompletionText.Trim('"', "'")
            }
        }
    )
    foreach ($text in $texts) {
        $quoted = $text
        # What is no plain word for PowerShell: about_Special_Characters, about_Parsing.
        if ($text -match '[^\w\\/:.+@=-]|^[@-]') {
            $quoted = "'{0}'" -f $text.Replace("'", "''")
        }
        [System.Management.Automation.CompletionResult]::new($quoted, $text, 'ParameterValue', $text)
    }
}
