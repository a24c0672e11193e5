# Whether web applications take pictures from Exchange; SharePoint 2010 has no such switches.
foreach ($application in @(Get-SPWebApplication -ErrorAction Stop)) {
    , @('pictures', $application.Url, $application.DisplayName, [string] $application.UserPhotoImportEnabled, [string] $application.UserPhotoOnlineImportEnabled)
}
