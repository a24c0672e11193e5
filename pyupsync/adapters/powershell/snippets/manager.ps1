# The manager of the farm's default User Profile service application.
$null = [System.Reflection.Assembly]::LoadWithPartialName('Microsoft.Office.Server.UserProfiles')
$group = [Microsoft.SharePoint.Administration.SPServiceApplicationProxyGroup]::Default
$context = [Microsoft.SharePoint.SPServiceContext]::GetContext($group, [Microsoft.SharePoint.SPSiteSubscriptionIdentifier]::Default)
New-Object -TypeName Microsoft.Office.Server.UserProfiles.UserProfileConfigManager -ArgumentList $context
