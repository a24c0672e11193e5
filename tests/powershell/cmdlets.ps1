# What the module's cmdlets say of themselves, and whether the examples in their help can be bound, told as JSON.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Report
)

. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Import-Module -Name $Module
$common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters

function Get-Trial([string] $Code) {
    # What is wrong with an example: how it is written, and with each call of ours in it.
    $wrong = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $wrong)
    $trouble = @($wrong | ForEach-Object -Process { $_.Message })
    $calls = @($tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) |
            Where-Object -FilterScript { $_.GetCommandName() -like '*-Ups*' })
    foreach ($call in $calls) {
        $bound = [System.Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
        # What is splatted is not known here.
        $trouble += @($bound.BindingExceptions.GetEnumerator() | Where-Object -FilterScript { $_.Key -notlike '@*' } |
                ForEach-Object -Process { $_.Value.BindingException.Message })
        $command = Get-Command -Name $call.GetCommandName() -ErrorAction Ignore
        if (-not $command) { $trouble += "There is no $($call.GetCommandName())."; continue }
        $given = @($bound.BoundParameters.Keys)
        $splat = @($call.CommandElements | Where-Object -FilterScript { $_ -is [System.Management.Automation.Language.VariableExpressionAst] -and $_.Splatted })
        $piped = $call.Parent.PipelineElements.Count -gt 1 -and $call.Parent.PipelineElements[0] -ne $call
        $sets = @($command.ParameterSets | Where-Object -FilterScript {
                $names = @($_.Parameters | ForEach-Object -Process { $_.Name })
                $needed = @($_.Parameters | Where-Object -FilterScript { $_.IsMandatory -and $given -notcontains $_.Name -and
                        -not ($piped -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName)) })
                $needed.Count -eq 0 -and @($given | Where-Object -FilterScript { $names -notcontains $_ }).Count -eq 0
            })
        if ($sets.Count -eq 0 -and $splat.Count -eq 0) { $trouble += "No parameter set of $($command.Name) takes: $Code" }
        foreach ($name in $given) {
            $value = $bound.BoundParameters[$name].ConstantValue
            $choices = @($command.Parameters[$name].Attributes | Where-Object -FilterScript { $_ -is [System.Management.Automation.ValidateSetAttribute] })
            if ($choices -and $value -is [string] -and $choices[0].ValidValues -notcontains $value) { $trouble += "$($command.Name) -$name takes no $value" }
        }
    }
    if ($calls.Count -eq 0) { $trouble += "No cmdlet of ours is in: $Code" }
    , $trouble
}

$told = [ordered] @{ about = (Get-Help -Name about_PyUpSync | Out-String); cmdlets = [ordered] @{} }
foreach ($command in Get-Command -Module PyUpSync) {
    $binding = $command.ScriptBlock.Attributes | Where-Object -FilterScript { $_ -is [System.Management.Automation.CmdletBindingAttribute] }
    $help = Get-Help -Name $command.Name -Full
    $told.cmdlets[$command.Name] = [ordered] @{
        changes    = $binding.SupportsShouldProcess
        impact     = [string] $binding.ConfirmImpact
        default    = $binding.DefaultParameterSetName
        sets       = @($command.ParameterSets | ForEach-Object -Process { $_.Name })
        outputs    = @($command.OutputType | ForEach-Object -Process { $_.Name })
        examples   = @($help.examples.example | ForEach-Object -Process { $_.code })
        trouble    = @($help.examples.example | ForEach-Object -Process { Get-Trial $_.code } | ForEach-Object -Process { $_ })
        parameters = @(foreach ($parameter in $command.Parameters.Values) {
                if ($common -contains $parameter.Name) { continue }
                [ordered] @{
                    name     = $parameter.Name
                    type     = $parameter.ParameterType.FullName
                    checks   = @($parameter.Attributes | ForEach-Object -Process { $_.GetType().Name } | Where-Object -FilterScript { $_ -like 'Validate*' })
                    by_value = [bool] @($parameter.Attributes | Where-Object -FilterScript { $_.ValueFromPipeline })
                    by_name  = [bool] @($parameter.Attributes | Where-Object -FilterScript { $_.ValueFromPipelineByPropertyName })
                }
            })
    }
}
$told.no_address = Get-Trouble { Get-UpsPhoto -Person ann -Directory 'C:\Data\people.ldif' }
$told.bare = Get-Trouble { Get-UpsPhotoPlan -Profiles people.csv -Directory ldif:none.ldif }
$told.started = @([System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object -FilterScript { $_.GetName().Name -eq 'Python.Runtime' }).Count
Save-Report -Told $told -Path $Report
