# An administrator who plans from SharePoint's own sources, told as JSON: the object model, a copied library, REST.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report,
    # Where the REST service is.
    [Parameter(Mandatory)] [string] $Service,
    # The folder with the object model, which SharePoint's own module has loaded on a server of the farm.
    [Parameter(Mandatory)] [string] $Assemblies
)

foreach ($name in 'Microsoft.SharePoint', 'Microsoft.Office.Server.UserProfiles') {
    $null = [System.Reflection.Assembly]::LoadFrom((Join-Path -Path $Assemblies -ChildPath "$name.dll"))
}

Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$job = @{ Directory = 'ldif:people.ldif'; Photos = 'folder:library/Profilbilder' }

function Get-Plan([hashtable] $Setting) {
    @(Get-UpsPhotoPlan @Setting -ErrorAction SilentlyContinue | Select-Object -Property Account, Status, Code, Reason)
}

function Get-Trouble([scriptblock] $Script) {
    try {
        $null = & $Script
        'none'
    } catch {
        [ordered] @{ id = $_.FullyQualifiedErrorId; message = $_.Exception.Message; advice = $_.ErrorDetails.RecommendedAction }
    }
}

function Get-Completion([string] $Line) {
    @([System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches |
            ForEach-Object -Process { $_.CompletionText })
}

$told.om = Get-Plan ($job + @{ Profiles = 'om:' })
$told.om_site = Get-Plan ($job + @{ Profiles = 'om:https://mysite.contoso.com' })
$told.library = Get-Plan @{ Profiles = 'library:library'; Directory = 'ldif:people.ldif'; Photos = 'folder:library' }
$told.rest = Get-Plan ($job + @{ Profiles = "rest:${Service}?accounts=accounts.txt" })
$told.no_list = Get-Trouble { Get-UpsPhotoPlan @job -Profiles "rest:$Service" -ErrorAction Stop }
$told.no_site = Get-Trouble { Get-UpsPhotoPlan @job -Profiles 'om:https://elsewhere' -ErrorAction Stop }
$told.completed = Get-Completion 'Get-UpsPhotoPlan -Profiles '
$told.completed_library = @(Get-Completion 'Export-UpsPhoto -Profiles library:lib')

[System.IO.File]::WriteAllText($Report, (ConvertTo-Json -InputObject $told -Depth 4))
