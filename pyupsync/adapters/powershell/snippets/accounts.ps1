# The accounts of the User Profile services: name, role. The synchronization service, where a farm has one (2010, 2013),
# runs as the farm account and is what fetches pictures.
$farm = (Get-SPFarm -ErrorAction Stop).DefaultServiceAccount.Name
$type = 'Microsoft.Office.Server.Administration.'
$running = @(Get-SPServiceInstance -ErrorAction Stop | Where-Object {
        $_.PSObject.TypeNames -contains ($type + 'ProfileSynchronizationServiceInstance') -and [string] $_.Status -eq 'Online' })
if ($running.Count -gt 0) {
    , @($farm, 'User Profile Synchronization service')
}
foreach ($application in @(Get-SPServiceApplication -ErrorAction Stop)) {
    if ($application.PSObject.TypeNames -contains ($type + 'UserProfileApplication') -and $application.ApplicationPool) {
        , @($application.ApplicationPool.ProcessAccountName, 'User Profile service application')
    }
}
, @($farm, 'farm')
