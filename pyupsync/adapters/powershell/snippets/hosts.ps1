# The My Site host of each User Profile service application. A proxy group may have none, and only who has Full Control
# on the application is told, so a refusal is no end: without any, the site collections' template tells.
$null = [System.Reflection.Assembly]::LoadWithPartialName('Microsoft.Office.Server.UserProfiles')
foreach ($group in @(Get-SPServiceApplicationProxyGroup -ErrorAction Stop)) {
    try {
        $context = [Microsoft.SharePoint.SPServiceContext]::GetContext($group, [Microsoft.SharePoint.SPSiteSubscriptionIdentifier]::Default)
        $manager = New-Object -TypeName Microsoft.Office.Server.UserProfiles.UserProfileManager -ArgumentList $context
        if ($manager.MySiteHostUrl) {
            $manager.MySiteHostUrl
        }
    } catch {
        continue
    }
}
