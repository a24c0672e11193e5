# What cmdlets make of what the pipeline brings, and how they fail, told as JSON. The tests assert on parts of it.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [string] $Report
)

$ErrorActionPreference = 'Continue'
. (Join-Path -Path $PSScriptRoot -ChildPath 'common.ps1')
Set-Location -LiteralPath $Folder
Import-Module -Name $Module
$told = [ordered] @{}
$people = @{ Profiles = 'csv:people.csv'; Directory = 'ldif:people.ldif' }
$photos = $people + @{ Photos = 'folder:pictures' }
$still = @{ WarningAction = 'SilentlyContinue' }
$none = @()

# --- names for completion, before any job has told of an account
$null = Get-UpsSyncConnection -Farm farm:farm.json
$told.connections = Get-Completion 'Set-UpsPictureMapping -Connection Cont'
$told.sources = Get-Completion 'Test-UpsMetaverse -Source mv:peop'

# --- what fails, and the same of things that are well
$staff = 'OU=Staff,DC=corp,DC=example'
$cases = [ordered] @{
    'Export-UpsPhoto'          = { Export-UpsPhoto @photos -Output out.ldif @with }
    'Get-UpsPhotoPlan'         = { Get-UpsPhotoPlan @photos @with }
    'Get-UpsPhoto'             = { Get-UpsPhoto CONTOSO\nobody, CONTOSO\bob ldif:people.ldif @with }
    'Import-UpsTrustedRoot'    = { Import-UpsTrustedRoot nothing.txt -Store folder:empty @with }
    'Grant-UpsDirectoryAccess' = { Grant-UpsDirectoryAccess ldif:corp.ldif CORP\svc -OrganizationalUnit "CN=hidden,$staff" -UndoFile undo @with }
    'Set-UpsPictureMapping'    = { Set-UpsPictureMapping Nowhere, 'Import only' -Farm farm:farm.json @with }
    'Get-UpsPhotoRequest'      = { Get-UpsPhotoRequest none.log, iis.log @with }
    'Test-UpsPhotoRequest'     = { Test-UpsPhotoRequest none.log, iis.log @with }
    'Get-UpsCertificateEvent'  = { Get-UpsCertificateEvent none.xml, events.xml @with }
    'Start-UpsSynchronization' = { Start-UpsSynchronization -Farm farm:gone.json @with }
    'Test-UpsPhotoFlow'        = { [pscustomobject] @{ Color = 'red' }, [pscustomobject] @{ Account = 'CONTOSO\bob' } | Test-UpsPhotoFlow @people @with }
}
$whole = [ordered] @{
    'Test-UpsDirectoryAccess'   = { Test-UpsDirectoryAccess ldif:corp.ldif CORP\nobody @with }
    'Revoke-UpsDirectoryAccess' = { Revoke-UpsDirectoryAccess ldif:corp.ldif gone.jsonl @with }
    'Get-UpsSyncConnection'     = { Get-UpsSyncConnection -Farm farm:gone.json @with }
    'Test-UpsPhotoSync'         = { Test-UpsPhotoSync -Directory ldif:gone.ldif @with }
    'Register-UpsPhotoSchedule' = { Register-UpsPhotoSchedule gone.toml -System Windows -Root tasks @with }
    'Test-UpsMetaverse'         = { Test-UpsMetaverse mv:gone, runs:good @with }
}
$well = [ordered] @{
    'Test-UpsDirectoryAccess' = { Test-UpsDirectoryAccess ldif:corp.ldif CORP\svc @with }
    'Get-UpsPictureMapping'   = { Get-UpsPictureMapping -Farm farm:farm.json @with }
    'Get-UpsPhotoRequest'     = { Get-UpsPhotoRequest iis.log @with }
    'Get-UpsCertificateEvent' = { Get-UpsCertificateEvent events.xml @with }
    'Test-UpsPhotoFlow'       = { Test-UpsPhotoFlow CONTOSO\bob @people @with }
    'Test-UpsMetaverse'       = { Test-UpsMetaverse runs:good @with }
}

function Get-Manner([System.Collections.IDictionary] $Case) {
    $found = [ordered] @{}
    foreach ($name in $Case.Keys) {
        $manner = [ordered] @{}
        $Error.Clear()
        # The variable is set after the pipeline, so that $? is the cmdlet's own.
        $with = $still + @{ ErrorAction = 'SilentlyContinue' }
        $after = [scriptblock]::Create("`$script:given = $($Case[$name]); `$script:fine = `$?")
        $script:given = $script:fine = $null
        try { . $after } catch { $manner.thrown = $_.FullyQualifiedErrorId }
        $manner.fine = $script:fine
        $manner.given = @($script:given).Count
        $manner.errors = @($Error | ForEach-Object -Process { $_.FullyQualifiedErrorId } | Select-Object -Unique)
        if ($Error.Count) {
            $manner.advice = $Error[0].ErrorDetails.RecommendedAction
            $manner.category = [string] $Error[0].CategoryInfo.Category
            $manner.target = @($Error[0].TargetObject.PSTypeNames)[0]
        }
        $with = $still + @{ ErrorAction = 'Stop' }
        $manner.stopped = Get-Trouble $Case[$name]
        $found[$name] = $manner
    }
    $found
}
$told.cases = Get-Manner $cases
$told.names = @(& (Get-Module -Name PyUpSync) { foreach ($kind in 'Name', 'Connection') { $script:UpsNames[$kind] | Where-Object -FilterScript { $_ } } })
$told.whole = Get-Manner $whole
$told.well = Get-Manner $well

# --- an empty pipeline is nothing to do: never everything, never somebody else, never an error
$told.empty = [ordered] @{
    'Get-UpsPhoto'             = Get-Trouble { if ($none | Get-UpsPhoto -Directory ldif:people.ldif) { throw 'something' } }
    'Grant-UpsDirectoryAccess' = Get-Trouble { if ($none | Grant-UpsDirectoryAccess ldif:corp.ldif) { throw 'something' } }
    'Get-UpsPictureMapping'    = Get-Trouble { if ($none | Get-UpsPictureMapping -Farm farm:farm.json) { throw 'something' } }
    'Set-UpsPictureMapping'    = Get-Trouble { if ($none | Set-UpsPictureMapping -Farm farm:farm.json) { throw 'something' } }
    'Get-UpsPhotoRequest'      = Get-Trouble { if ($none | Get-UpsPhotoRequest) { throw 'something' } }
    'Get-UpsCertificateEvent'  = Get-Trouble { if ($none | Get-UpsCertificateEvent) { throw 'something' } }
}
$told.empty_quiet = [ordered] @{
    'Test-UpsDirectoryAccess' = @($none | Test-UpsDirectoryAccess ldif:corp.ldif -Quiet).Count
    'Test-UpsPhotoRequest'    = @($none | Test-UpsPhotoRequest -Quiet).Count
    'Test-UpsPhotoFlow'       = @($none | Test-UpsPhotoFlow @people -Quiet).Count
    'Test-UpsPhotoSync'       = @($none | Test-UpsPhotoSync @people -Quiet).Count
}

# --- objects that name somebody, from this module and from a file
$failed = @(Get-UpsPhotoPlan @photos -ErrorAction SilentlyContinue | Where-Object -Property Status -EQ -Value 'Failed')
$told.failed = @($failed | ForEach-Object -Process { $_.Account })
$asked = $failed | Test-UpsPhotoFlow @people -WarningAction SilentlyContinue -WarningVariable said
$told.asked = @($asked | Where-Object -Property Check -EQ -Value 'profile' | ForEach-Object -Process { [string] $_.Actual })
$told.from_csv = @(Import-Csv -Path people.csv | Test-UpsPhotoFlow @people @still | Where-Object -Property Check -EQ -Value 'profile').Count
$told.photos_from_csv = @(Import-Csv -Path people.csv | Where-Object -Property AccountName -NE -Value 'CONTOSO\frank' |
        Get-UpsPhoto -Directory ldif:people.ldif | ForEach-Object -Process { $_.Account })

Save-Report -Told $told -Path $Report
