# The connections, and what each reads and maps; the form of the rows is in adapters/synchronization/rows.py. What may be
# nothing is piped: PowerShell 2.0 goes once through nothing.
$get = $snippets['member']
$manager = & $snippets['manager']
foreach ($connection in $manager.ConnectionManager) {
    $mappings = $connection.PropertyMapping
    $imports = $null
    if ($null -eq $mappings) {
        $method = $connection.GetType().GetMethod('ADImportPropertyMappings', [System.Reflection.BindingFlags] 'Instance, Public, NonPublic')
        if ($method) {
            $imports = $method.Invoke($connection, $null)
        }
    }
    $account = '{0}\{1}' -f (& $get $connection 'AccountDomain'), (& $get $connection 'AccountUsername')
    $told = ($null -ne $mappings) -or ($null -ne $imports)
    , @('connection', $connection.DisplayName, [string] $connection.Type, [string] (& $get $connection 'Server'), [string] (& $get $connection 'UseSSL'), $account, $told)
    foreach ($context in @(& $get $connection 'NamingContexts' | Where-Object { $_ })) {
        foreach ($one in $context) {
            , @('context', $one.DistinguishedName, [string] $one.DomainName)
            foreach ($dn in @($one.ContainersIncluded | Where-Object { $_ })) { , @('included', $dn) }
            foreach ($dn in @($one.ContainersExcluded | Where-Object { $_ })) { , @('excluded', $dn) }
        }
    }
    $each = $null
    if ($null -ne $mappings) {
        $each = $mappings.GetEnumerator()   # it is no IEnumerable
    }
    while ($null -ne $each -and $each.MoveNext()) {
        $map = $each.Current
        , @('mapping', $map.ProfileProperty.Name, $map.DataSourcePropertyName, $map.IsImport, $map.IsExport)
    }
    foreach ($map in @($imports | Where-Object { $_ })) {
        , @('mapping', [string] (& $get $map 'ProfileProperty'), [string] (& $get $map 'ADAttribute'), $true, $false)
    }
}
