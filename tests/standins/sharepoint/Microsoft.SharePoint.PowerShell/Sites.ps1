# The farm's addresses and accounts, as these documents have them:
#
# - MicrosoftDocs/office-docs-powershell, sharepoint/sharepoint-ps/sharepoint-server/: Get-SPAlternateURL,
#   Get-SPWebApplication, Get-SPSite, Get-SPSiteURL, Get-SPServiceApplication, Get-SPServiceApplicationProxyGroup,
#   Get-SPServiceInstance, Get-SPFarm: the parameters below with their sets, positions and pipeline input. Central
#   Administration comes with -IncludeCentralAdministration or by its identity; Get-SPSite stops at 200; Get-SPSiteURL
#   takes the root site collection of a host name alone. Without any criterion Get-SPAlternateURL returns all: so its
#   description, while its syntax has a parameter that must be given in each set. -Filter, -Regex and others that
#   nobody uses here are left out, and so is the pipeline input of -AssignmentCollection.
# - learn.microsoft.com/previous-versions/office/sharepoint-server/ ms432338 (SPAlternateUrl: Collection, IncomingUrl,
#   Uri, UrlZone), ms467821 (SPWebApplication.AlternateUrls), ms472079 (SPSite.HostHeaderIsSiteName), ms454437
#   (SPSite.Zone), jj172534 (SPSiteUrl: Url, Zone), ee543746 (SPServiceContext.GetContext), ee541965
#   (SPIisWebServiceApplication.ApplicationPool), ee538390 (SPFarm.DefaultServiceAccount).
# - What no document was found for stands in published scripts: in dsccommunity/SharePointDsc UserProfileManager and its
#   MySiteHostUrl, IsAdministrationWebApplication, the type Microsoft.Office.Server.Administration.UserProfileApplication
#   (MSFT_SPUserProfileServiceApp.psm1), DefaultServiceAccount.Name (SharePointDsc.Util.psm1),
#   ProfileSynchronizationServiceInstance with the Status Online; ApplicationPool.ProcessAccountName in several others.
# - UserProfileApplicationNotAvailableException's text is that of the support article "Hybrid Picker prerequisite check
#   fail in a consuming farm". Texts of other errors are this file's own.
#
# PowerShell classes have no namespace, so the object model's names are given to classes of this file.
#
#   PYUPSYNC_STANDIN_PROFILES   denied: the service application tells this account nothing; moved: its My Site host is gone
#   PYUPSYNC_STANDIN_HOSTED     below: one more host name, without a root site collection
#   PYUPSYNC_STANDIN_SYNC       none: a farm without the synchronization service (2016 and later)
#   PYUPSYNC_STANDIN_ASSEMBLIES the folder of tests/standins/object_model's assemblies, which then are the object model: what
#                               they know of is in a file of their own

$script:portal = 'Portal K{0}ln' -f [char] 0xF6
$script:urlTable = @(
    # web application (its default URL first), URL, zone
    , @($script:portal, 'https://portal.contoso.com', 'Default')
    , @($script:portal, 'http://portal', 'Intranet')
    , @('My Sites', 'https://mysite.contoso.com', 'Default')
    , @('My Sites', 'http://mysite.contoso.com', 'Default')
    , @('My Sites', 'http://mysite', 'Intranet')
    , @('My Sites', 'https://mysite', 'Intranet')
    , @('Teams', 'http://teams.contoso.com', 'Default')
    , @('Teams', 'https://teams.contoso.com', 'Internet')
    , @('Extranet', 'https://extranet.contoso.com:8443', 'Default')
    , @('Extranet', 'https://partner.fabrikam.example', 'Extranet')
    , @('Host-named sites', 'https://wfe1', 'Default')
    , @('Host-named sites', 'http://wfe1:8080', 'Custom')
)
$script:central = 'SharePoint Central Administration v4'
$script:siteTable = @(
    # URL, web application, host-named, template, URLs by zone when it has several
    , @('https://portal.contoso.com', $script:portal, $false, 'SPSPORTAL', @{})
    , @('https://mysite.contoso.com', 'My Sites', $false, 'SPSMSITEHOST', @{})
    , @('https://mysite.contoso.com/personal/alice', 'My Sites', $false, 'SPSPERS', @{})
    , @('https://marketing.contoso.com', 'Host-named sites', $true, 'STS', @{ Intranet = 'http://marketing' })
    , @('https://projekte.contoso.com/sites/eins', 'Host-named sites', $true, 'STS', @{})
    , @('https://projekte.contoso.com', 'Host-named sites', $true, 'STS', @{})
)
if ($env:PYUPSYNC_STANDIN_HOSTED -eq 'below') {
    $script:siteTable += , @('https://alt.contoso.com/sites/archiv', 'Host-named sites', $true, 'STS', @{})
}

class StandInSubscription {
    static [object] $Default = 'default'
}

class StandInContext {
    [string] $Group
    static [StandInContext] GetContext([object] $Group, [object] $Subscription) {
        $made = [StandInContext]::new()
        $made.Group = $Group.Name
        return $made
    }
}

class StandInManager {
    [string] $MySiteHostUrl
    StandInManager([StandInContext] $Context) {
        if ($Context.Group -ne '[default]') {
            throw [System.InvalidOperationException]::new('UserProfileApplicationNotAvailableException_Logging :: UserProfileApplicationProxy.UserProfileApplication has null upa')
        }
        if ($env:PYUPSYNC_STANDIN_PROFILES -eq 'denied') {
            throw [System.UnauthorizedAccessException]::new('Attempted to perform an unauthorized operation.')
        }
        $this.MySiteHostUrl = 'https://mysite.contoso.com:443/'
        if ($env:PYUPSYNC_STANDIN_PROFILES -eq 'moved') {
            $this.MySiteHostUrl = 'https://old.contoso.com/my/'
        }
    }
}

$script:assemblies = @()
if ($env:PYUPSYNC_STANDIN_ASSEMBLIES) {
    $script:assemblies = @('Microsoft.SharePoint', 'Microsoft.Office.Server.UserProfiles' | ForEach-Object {
            [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($env:PYUPSYNC_STANDIN_ASSEMBLIES, "$_.dll")) })
}
$script:named = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators')
foreach ($pair in @(
        , @('Microsoft.SharePoint.SPSiteSubscriptionIdentifier', [StandInSubscription])
        , @('Microsoft.SharePoint.SPServiceContext', [StandInContext])
        , @('Microsoft.Office.Server.UserProfiles.UserProfileManager', [StandInManager])
    )) {
    if (-not $script:assemblies -and -not $script:named::Get.ContainsKey($pair[0])) {
        $script:named::Add($pair[0], $pair[1])
    }
}

function New-Mapping([string] $Application, [string] $Url, [string] $Zone) {
    [pscustomobject] @{
        PSTypeName  = 'Microsoft.SharePoint.Administration.SPAlternateUrl'
        IncomingUrl = $Url
        Uri         = [uri] $Url
        UrlZone     = $Zone
        Collection  = [pscustomobject] @{ Name = $Application; DisplayName = $Application }
    }
}

function Get-Mapping([string] $Application) {
    if (-not $Application -or $Application -eq $script:central) {
        New-Mapping $script:central 'http://app1:2016' 'Default'
    }
    foreach ($row in $script:urlTable) {
        if (-not $Application -or $Application -eq $row[0]) {
            New-Mapping $row[0] $row[1] $row[2]
        }
    }
}

function New-Application([string] $Name) {
    $mappings = @(Get-Mapping $Name)
    $known = $null
    if ($script:assemblies) {
        $service = $script:assemblies[0].GetType('Microsoft.SharePoint.Administration.SPWebService')::ContentService
        $known = $service.WebApplications | Where-Object { $_.DisplayName -eq $Name }
    }
    $application = [pscustomobject] @{
        PSTypeName                     = 'Microsoft.SharePoint.Administration.SPWebApplication'
        DisplayName                    = $Name
        Url                            = $mappings[0].IncomingUrl + '/'
        AlternateUrls                  = $mappings
        IsAdministrationWebApplication = $Name -eq $script:central
    }
    if ($known) {
        foreach ($switch in 'UserPhotoImportEnabled', 'UserPhotoOnlineImportEnabled') {
            $application | Add-Member -MemberType NoteProperty -Name $switch -Value $known.$switch
        }
    }
    $application
}

function New-Site([object[]] $Row) {
    $site = [pscustomobject] @{
        PSTypeName           = 'Microsoft.SharePoint.SPSite'
        Url                  = $Row[0]
        Zone                 = 'Default'
        HostHeaderIsSiteName = $Row[2]
        WebApplication       = New-Application $Row[1]
        RootWeb              = [pscustomobject] @{ WebTemplate = $Row[3] }
    }
    $site | Add-Member -MemberType ScriptMethod -Name Dispose -Value { }
    $site
}

function Get-SPAlternateURL {
    [CmdletBinding(DefaultParameterSetName = 'WebApplication')]
    param (
        [Parameter(Position = 0, ValueFromPipeline)] [object] $Identity,
        [Parameter(ParameterSetName = 'WebApplication')] [object] $WebApplication,
        [Parameter(ParameterSetName = 'ResourceName')] [string] $ResourceName,
        [ValidateSet('Default', 'Intranet', 'Internet', 'Custom', 'Extranet')] [string] $Zone,
        [object] $AssignmentCollection
    )
    process {
        Assert-Sound 'Get-SPAlternateURL'
        $of = ''
        if ($WebApplication) {
            $of = $WebApplication.DisplayName
        }
        Get-Mapping $of | Where-Object {
            (-not $Zone -or $_.UrlZone -eq $Zone) -and (-not $Identity -or $_.IncomingUrl -eq $Identity)
        }
    }
}

function Get-SPWebApplication {
    [CmdletBinding()]
    param (
        [Parameter(Position = 0, ValueFromPipeline)] [object] $Identity,
        [switch] $IncludeCentralAdministration,
        [object] $AssignmentCollection
    )
    process {
        Assert-Sound 'Get-SPWebApplication'
        $names = @($script:urlTable | ForEach-Object { $_[0] } | Select-Object -Unique)
        if ($IncludeCentralAdministration -or $Identity -eq $script:central) {
            $names = @($script:central) + $names
        }
        $names | Where-Object { -not $Identity -or $_ -eq $Identity } | ForEach-Object { New-Application $_ }
    }
}

function Get-SPSite {
    [CmdletBinding(DefaultParameterSetName = 'AllSitesInWebApplication')]
    param (
        [Parameter(ParameterSetName = 'AllSitesInIdentity', Mandatory, Position = 0, ValueFromPipeline)] [string] $Identity,
        [string] $Limit = '200',
        [Parameter(ParameterSetName = 'AllSitesInWebApplication', ValueFromPipeline)] [object] $WebApplication,
        [object] $AssignmentCollection
    )
    process {
        Assert-Sound 'Get-SPSite'
        $most = [int]::MaxValue
        if ($Limit -ne 'All') {
            $most = [int] $Limit
        }
        $found = @($script:siteTable | Where-Object { -not $WebApplication -or $_[1] -eq $WebApplication.DisplayName } | ForEach-Object { , $_ })
        if ($Identity) {
            $found = @($found | Where-Object { ([uri] $_[0]) -eq [uri] $Identity } | ForEach-Object { , $_ })
            if (-not $found.Count) {
                throw [SPCmdletPipeBindException]::new("Cannot find an SPSite object that contains the following Id or Url: $Identity.")
            }
        }
        $found | Select-Object -First $most | ForEach-Object { New-Site $_ }
    }
}

function Get-SPSiteUrl {
    [CmdletBinding()]
    param (
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [object] $Identity,
        [object] $AssignmentCollection
    )
    process {
        Assert-Sound 'Get-SPSiteUrl'
        if (([uri] $Identity.Url).AbsolutePath -ne '/') {
            throw [System.ArgumentException]::new("$($Identity.Url) is not the root site collection of a host name.")
        }
        foreach ($row in $script:siteTable) {
            if ($row[0] -eq $Identity.Url) {
                [pscustomobject] @{ Url = $row[0]; Zone = 'Default' }
                foreach ($zone in $row[4].Keys) {
                    [pscustomobject] @{ Url = $row[4][$zone]; Zone = $zone }
                }
            }
        }
    }
}

function Get-SPServiceApplicationProxyGroup {
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    param (
        [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline)] [object] $Identity,
        [Parameter(ParameterSetName = 'Default identity', Mandatory)] [switch] $Default,
        [object] $AssignmentCollection
    )
    process {
        Assert-Sound 'Get-SPServiceApplicationProxyGroup'
        [pscustomobject] @{ Name = '[default]' }
        if (-not $Default) {
            [pscustomobject] @{ Name = 'Search only' }
        }
    }
}

function Get-SPServiceApplication {
    [CmdletBinding()]
    param (
        [Parameter(Position = 0, ValueFromPipeline)] [object] $Identity,
        [string] $Name,
        [object] $AssignmentCollection
    )
    process {
        Assert-Sound 'Get-SPServiceApplication'
        foreach ($kind in 'MetadataWebServiceApplication', 'UserProfileApplication') {
            [pscustomobject] @{
                PSTypeName      = "Microsoft.Office.Server.Administration.$kind"
                DisplayName     = $kind
                ApplicationPool = [pscustomobject] @{
                    Name               = 'SharePoint Services'
                    ProcessAccountName = 'CONTOSO\svc-{0}-{1}' -f $kind.Substring(0, 4).ToLowerInvariant(), [char] 0xFC
                }
            }
        }
    }
}

function Get-SPServiceInstance {
    [CmdletBinding(DefaultParameterSetName = 'Identity')]
    param (
        [Parameter(ParameterSetName = 'Identity', Position = 0, ValueFromPipeline)] [object] $Identity,
        [Parameter(ParameterSetName = 'Server', Mandatory, ValueFromPipeline)] [object] $Server,
        [switch] $All,
        [object] $AssignmentCollection
    )
    process {
        Assert-Sound 'Get-SPServiceInstance'
        $type = 'Microsoft.Office.Server.Administration.'
        [pscustomobject] @{ PSTypeName = "${type}UserProfileServiceInstance"; Status = 'Online' }
        [pscustomobject] @{ PSTypeName = "${type}ProfileSynchronizationServiceInstance"; Status = 'Disabled' }
        if ($env:PYUPSYNC_STANDIN_SYNC -ne 'none') {
            [pscustomobject] @{ PSTypeName = "${type}ProfileSynchronizationServiceInstance"; Status = 'Online' }
        }
    }
}

function Get-SPFarm {
    [CmdletBinding()]
    param (
        [object] $AssignmentCollection
    )
    process {
        Assert-Sound 'Get-SPFarm'
        [pscustomobject] @{ DefaultServiceAccount = [pscustomobject] @{ Name = 'CONTOSO\svc-farm' } }
    }
}
