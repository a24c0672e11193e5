# What a script has that Windows PowerShell 5.1 and .NET Framework 4.7.2 lack: one line of JSON for each finding.
# Runs in either edition. In 5.1 a syntax that is newer is a parse error, which is told as well.
param (
    [Parameter(Mandatory)] [string] $List
)

# Parameters that came with PowerShell 6 and 7, of cmdlets that 5.1 has: the cmdlets' pages on learn.microsoft.com.
$parameters = @{
    'ForEach-Object'          = 'Parallel', 'ThrottleLimit', 'AsJob', 'TimeoutSeconds', 'UseNewRunspace'
    'Where-Object'            = 'Not'
    'Select-Object'           = 'SkipIndex', 'CaseInsensitive'
    'Sort-Object'             = 'Top', 'Bottom', 'Stable'
    'Measure-Object'          = 'AllStats', 'StandardDeviation'
    'Select-String'           = 'Raw', 'NoEmphasis', 'Culture'
    'ConvertFrom-Json'        = 'AsHashtable', 'Depth', 'NoEnumerate', 'DateKind'
    'ConvertTo-Json'          = 'AsArray', 'EnumsAsStrings', 'EscapeHandling'
    'Export-Csv'              = 'UseQuotes', 'QuoteFields', 'NoHeader'
    'ConvertTo-Csv'           = 'UseQuotes', 'QuoteFields', 'NoHeader'
    'Get-Content'             = @('AsByteStream')
    'Set-Content'             = @('AsByteStream')
    'Add-Content'             = @('AsByteStream')
    'Join-Path'               = 'AdditionalChildPath', 'Extension'
    'Split-Path'              = 'LeafBase', 'Extension'
    'Get-ChildItem'           = @('FollowSymlink')
    'Get-Module'              = @('SkipEditionCheck')
    'Import-Module'           = 'SkipEditionCheck', 'UseWindowsPowerShell'
    'ConvertFrom-SecureString' = @('AsPlainText')
    'Out-String'              = @('NoNewline')
    'Start-Job'               = @('WorkingDirectory')
    'Start-Process'           = @('Environment')
    'Start-Sleep'             = @('Duration')
    'Get-Date'                = 'AsUTC', 'UnixTimeSeconds'
    'New-Guid'                = 'Empty', 'InputObject'
}
$commands = 'Get-Error', 'Get-Uptime', 'Join-String', 'Remove-Alias', 'Test-Json', 'ConvertFrom-Markdown', 'Show-Markdown',
    'Get-PSSubsystem', 'Start-ThreadJob', 'ConvertTo-CliXml', 'ConvertFrom-CliXml'
# Members that .NET Framework 4.7.2 does not have, by their names alone: the API pages' "Applies to".
$members = 'GetRelativePath', 'IsPathFullyQualified', 'TrimEndingDirectorySeparator', 'EndsInDirectorySeparator',
    'ToHexString', 'FromHexString', 'HashData', 'ProcessPath', 'ProcessId', 'ArgumentList', 'ReadAllTextAsync',
    'WriteAllTextAsync', 'WaitForExitAsync', 'ReplaceLineEndings', 'UnixEpoch'
$variables = 'IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle', 'EnabledExperimentalFeatures'
$nodes = 'TernaryExpressionAst', 'PipelineChainAst'
$kinds = 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'Clean'

function Write-Finding($Extent, [string] $Rule) {
    $found = [ordered] @{ file = $Extent.File; line = $Extent.StartLineNumber; rule = $Rule; text = $Extent.Text.Split("`n")[0] }
    ConvertTo-Json -InputObject $found -Compress
}

function Test-Name([System.Management.Automation.Language.IScriptExtent] $Extent, [string] $Command, [string] $Name) {
    # A parameter may be cut short while it is still the only one.
    if ($parameters.ContainsKey($Command) -and ($parameters[$Command] | Where-Object -FilterScript { $Name.Length -gt 1 -and $_ -like "$Name*" })) {
        Write-Finding $Extent "$Command -$Name"
    }
}

function Test-Command($Call, $Splats) {
    $name = $Call.GetCommandName()
    if (-not $name) {
        return
    }
    $alias = Get-Alias -Name $name -ErrorAction Ignore
    if ($alias) {
        $name = $alias.Definition
    }
    if ($commands -contains $name) {
        Write-Finding $Call.Extent $name
    }
    foreach ($part in $Call.CommandElements) {
        if ($part -is [System.Management.Automation.Language.CommandParameterAst]) {
            Test-Name $part.Extent $name $part.ParameterName
        } elseif ($part -is [System.Management.Automation.Language.VariableExpressionAst] -and $part.Splatted) {
            foreach ($key in $Splats[$part.VariablePath.UserPath]) {
                Test-Name $part.Extent $name $key
            }
        }
    }
}

function Get-Splat($Ast) {
    # What a variable may hold for a command: the keys of the tables it is given, and those set one by one.
    $found = @{}
    foreach ($item in $Ast.FindAll({ $args[0] -is [System.Management.Automation.Language.AssignmentStatementAst] }, $true)) {
        $left = $item.Left
        if ($left -is [System.Management.Automation.Language.MemberExpressionAst] -and $left.Expression -is [System.Management.Automation.Language.VariableExpressionAst]) {
            $found[$left.Expression.VariablePath.UserPath] += @([string] $left.Member.Value)
        } elseif ($left -is [System.Management.Automation.Language.VariableExpressionAst]) {
            $tables = $item.Right.FindAll({ $args[0] -is [System.Management.Automation.Language.HashtableAst] }, $false)
            foreach ($table in $tables) {
                $found[$left.VariablePath.UserPath] += @($table.KeyValuePairs | ForEach-Object -Process { [string] $_.Item1.Value })
            }
        }
    }
    $found
}

foreach ($path in [System.IO.File]::ReadAllLines($List)) {
    $tokens = $errors = $null
    $ast = [System.Management.Automation.Language.Parser]::ParseFile($path, [ref] $tokens, [ref] $errors)
    foreach ($problem in $errors) {
        Write-Finding $problem.Extent "does not parse: $($problem.ErrorId)"
    }
    foreach ($token in $tokens) {
        if ($kinds -contains [string] $token.Kind) {
            Write-Finding $token.Extent ([string] $token.Kind)
        }
    }
    $splats = Get-Splat $ast
    foreach ($node in $ast.FindAll({ $true }, $true)) {
        $kind = $node.GetType().Name
        if ($nodes -contains $kind) {
            Write-Finding $node.Extent $kind
        } elseif ($kind -eq 'VariableExpressionAst' -and $variables -contains $node.VariablePath.UserPath) {
            Write-Finding $node.Extent $node.VariablePath.UserPath
        } elseif ($node -is [System.Management.Automation.Language.MemberExpressionAst] -and $members -contains [string] $node.Member.Value) {
            Write-Finding $node.Extent $node.Member.Value
        } elseif ($kind -eq 'CommandAst') {
            Test-Command $node $splats
        }
    }
}
