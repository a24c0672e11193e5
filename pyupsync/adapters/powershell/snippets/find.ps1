# The authority with this GUID.
param ([string] $Id)
$found = @(Get-SPTrustedRootAuthority -ErrorAction Stop | Where-Object { [string] $_.Id -eq $Id })
if ($found.Count -ne 1) {
    throw 'pyupsync:NoSuchAuthority'
}
$found[0]
