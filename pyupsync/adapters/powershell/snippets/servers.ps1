# The farm's servers; those with the role Invalid run no SharePoint (mail and database servers).
foreach ($server in @(Get-SPServer -ErrorAction Stop)) {
    if ([string] $server.Role -ne 'Invalid') {
        , @($server.Name)
    }
}
