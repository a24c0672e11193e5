# What the scripts of an administrator's session share; each of them dot-sources it.

function Get-Trouble([scriptblock] $Script) {
    try {
        $null = & $Script
        'none'
    } catch {
        [ordered] @{
            id             = $_.FullyQualifiedErrorId
            category       = [string] $_.CategoryInfo.Category
            message        = $_.Exception.Message
            advice         = $_.ErrorDetails.RecommendedAction
            target         = [string] $_.TargetObject
            nonterminating = $_.Exception -is [System.Management.Automation.ActionPreferenceStopException]
        }
    }
}

function Get-Failure([System.Collections.IEnumerable] $Record) {
    # Index by index, so that an empty list stays one in JSON.
    , @(foreach ($item in $Record) {
            $object = $item.TargetObject
            [ordered] @{
                id       = $item.FullyQualifiedErrorId
                category = [string] $item.CategoryInfo.Category
                name     = @($object.Name, $object.Url | Where-Object -FilterScript { $_ })[0]
                type     = $object.PSTypeNames[0]
                advice   = $item.ErrorDetails.RecommendedAction
                message  = $item.ErrorDetails.Message
            }
        })
}

function Get-Completion([string] $Typed) {
    , @([System.Management.Automation.CommandCompletion]::CompleteInput($Typed, $Typed.Length, $null).CompletionMatches |
            ForEach-Object -Process { $_.CompletionText })
}

function Save-Report([System.Collections.IDictionary] $Told, [string] $Path) {
    [System.IO.File]::WriteAllText($Path, (ConvertTo-Json -InputObject $Told -Depth 6))
}
