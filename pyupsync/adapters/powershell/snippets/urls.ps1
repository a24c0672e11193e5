# Every address of the farm: URL, zone, web application, origin. Central Administration's are no content.
$central = @(Get-SPWebApplication -IncludeCentralAdministration -ErrorAction Stop | Where-Object { $_.IsAdministrationWebApplication })
$left = @($central | ForEach-Object { Get-SPAlternateURL -WebApplication $_ -ErrorAction Stop } | ForEach-Object { $_.IncomingUrl })
foreach ($mapping in @(Get-SPAlternateURL -ErrorAction Stop)) {
    if ($left -notcontains $mapping.IncomingUrl) {
        , @($mapping.IncomingUrl, [string] $mapping.UrlZone, $mapping.Collection.DisplayName, 'alternate access mapping')
    }
}
foreach ($application in @(Get-SPWebApplication -ErrorAction Stop)) {
    , @($application.Url, 'Default', $application.DisplayName, 'web application')
}
$hosts = @(& $snippets['hosts'])
foreach ($url in $hosts) {
    $row = @($url, '', '', 'My Site host')   # the address stands in the settings, whether the site is still there or not
    try {
        $site = Get-SPSite -Identity $url -ErrorAction Stop
        $row = @($url, [string] $site.Zone, $site.WebApplication.DisplayName, 'My Site host')
        $site.Dispose()
    } catch {
        $null = $_
    }
    , $row
}
# One pass over the site collections, one at a time: a farm with personal sites has many thousands. Those below one
# host name are all host-named, so each host is told once; Get-SPSiteUrl takes the root one of a host alone, which need
# neither come first nor be there.
$several = Get-Command -Name Get-SPSiteUrl -ErrorAction SilentlyContinue   # 2013 and later
$told = @{}
$below = @{}
Get-SPSite -Limit All -ErrorAction Stop | ForEach-Object {
    $site = $_
    $address = [uri] $site.Url
    $name = $address.GetLeftPart('Authority')
    $row = @($name, 'Default', $site.WebApplication.DisplayName, 'host-named site collection')
    if ($site.HostHeaderIsSiteName -and $address.AbsolutePath -ne '/') {
        $below[$name] = $row
    } elseif ($site.HostHeaderIsSiteName) {
        $named = @(New-Object -TypeName PSObject -Property @{ Url = $site.Url; Zone = 'Default' })
        if ($several) {
            $named = @(Get-SPSiteUrl -Identity $site -ErrorAction Stop)
        }
        foreach ($one in $named) {
            $name = ([uri] [string] $one.Url).GetLeftPart('Authority')
            $told[$name] = $true
            , @($name, [string] $one.Zone, $row[2], $row[3])
        }
    }
    if ($hosts.Count -eq 0 -and $site.RootWeb.WebTemplate -eq 'SPSMSITEHOST') {
        , @($site.Url, [string] $site.Zone, $site.WebApplication.DisplayName, 'My Site host')
    }
    $site.Dispose()
}
foreach ($name in $below.Keys) {
    if (-not $told.ContainsKey($name)) {
        , $below[$name]
    }
}
