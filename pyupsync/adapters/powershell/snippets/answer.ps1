# Takes a request line, gives the answer's lines. Every field is Base-64 of UTF-8, so that no console code page, no
# quoting and no PowerShell version matters (2.0 has no JSON); an empty one is a dash.
param ([string] $Line)
$ErrorActionPreference = 'Stop'
$read = { param ($Text) [System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($Text.TrimStart('-'))) }
$write = {
    param ($Text)
    $field = [System.Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes([string] $Text))
    if ($field) { $field } else { '-' }
}
$fields = $Line.Trim().Split(' ')
$number = $fields[0]
$values = @()
for ($index = 2; $index -lt $fields.Count; $index++) {
    $values += [string] (& $read $fields[$index])
}
try {
    if ($fields[1] -eq 'define') {
        for ($index = 0; $index -lt $values.Count; $index += 2) {
            $snippets[$values[$index]] = [scriptblock]::Create($values[$index + 1])
        }
    } else {
        if ($fields[1] -ne 'connect' -and $fields[1] -ne 'restart') {
            $null = & $snippets['connect']
        }
        foreach ($row in @(& $snippets[$fields[1]] @values)) {
            '@ups {0} row {1}' -f $number, ((@($row) | ForEach-Object { & $write $_ }) -join ' ')
        }
    }
    '@ups {0} done' -f $number
} catch {
    $record = $_
    if ($record.Exception -is [System.Management.Automation.ActionPreferenceStopException]) {
        $record = $record.Exception.ErrorRecord
    }
    $cause = $record.Exception
    while ($cause -is [System.Management.Automation.MethodInvocationException] -and $cause.InnerException) {
        $cause = $cause.InnerException   # what a .NET method or constructor itself threw
    }
    $parts = $record.FullyQualifiedErrorId, $cause.GetType().FullName, $cause.Message
    '@ups {0} error {1}' -f $number, (($parts | ForEach-Object { & $write $_ }) -join ' ')
}
