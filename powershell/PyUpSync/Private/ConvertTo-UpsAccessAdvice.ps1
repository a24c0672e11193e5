function ConvertTo-UpsAccessAdvice {
    <#
    .SYNOPSIS
    Advice on rights with the cmdlet in place of the command line's command, which stands at its end.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string] $Text
    )

    $word = '(''[^'']*''|"[^"]*"|[^\s''"]+)'
    $options = "(?: --ou $word)?(?: --right $word)?(?: --ca-file $word)?"
    if ($Text -notmatch "^(.*?)pyupsync access grant --directory $word --account $word$options`$") {
        return $Text
    }
    $parts = $Matches
    $words = @('Grant-UpsDirectoryAccess')
    $names = @{ 2 = '-Directory'; 3 = '-Account'; 4 = '-OrganizationalUnit'; 5 = '-Right'; 6 = '-CAFile' }
    foreach ($place in 2..6) {
        if ($parts.ContainsKey($place)) {
            $value = $parts[$place]
            if ($value[0] -in [char] 39, [char] 34) {
                $value = $value.Substring(1, $value.Length - 2)
            }
            if ($place -eq 5) {
                $value = $value.Replace('-', '')   # as -Right takes it, in whatever case
            }
            $words += $names[$place], (Get-UpsQuoted -Text $value)
        }
    }
    return $parts[1] + ($words -join ' ')
}
