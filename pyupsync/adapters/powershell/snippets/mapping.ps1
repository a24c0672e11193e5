# Adds an export mapping, or removes a mapping that is as it was told. It is looked at again first: another run may have
# been here.
param ([string] $Action, [string] $Name, [string] $Property, [string] $Attribute, [string] $Import, [string] $Export)
$manager = & $snippets['manager']
$found = $null
foreach ($connection in $manager.ConnectionManager) {
    if ($connection.DisplayName -eq $Name) {
        $found = $connection
    }
}
if ($null -eq $found) {
    throw 'pyupsync:NoSuchConnection'
}
$mappings = $found.PropertyMapping
if ($null -eq $mappings) {
    throw 'pyupsync:NoExportOnADImport'
}
$own = @()
$each = $mappings.GetEnumerator()   # it is no IEnumerable
while ($each.MoveNext()) {
    $map = $each.Current
    if ($map.ProfileProperty.Name -eq $Property -and $map.DataSourcePropertyName -eq $Attribute) {
        $own += $map
    }
}
if ($Action -eq 'remove') {
    foreach ($map in $own) {
        if ([string] $map.IsImport -eq $Import -and [string] $map.IsExport -eq $Export) {
            $map.Delete()
        }
    }
} else {
    foreach ($map in $own) {
        if ($map.IsExport) {
            throw 'pyupsync:AlreadyMapped'
        }
    }
    $mappings.AddNewExportMapping([Microsoft.Office.Server.UserProfiles.ProfileType]::User, $Property, $Attribute)
}
