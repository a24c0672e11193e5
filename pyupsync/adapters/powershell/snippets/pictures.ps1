# Whether web applications take pictures from Exchange; SharePoint 2010 has no such switches.
foreach ($application in @(Get-SPWebApplication -ErrorAction Stop)) {
    $row = @('pictures', $application.Url, $application.DisplayName)
    foreach ($name in 'UserPhotoImportEnabled', 'UserPhotoOnlineImportEnabled') {
        $switch = $application.PSObject.Properties[$name]
        if ($switch) {
            $row += [string] $switch.Value
        } else {
            $row += ''
        }
    }
    , $row
}
