# The authority with this GUID, and with the certificate of this thumbprint unless that is empty.
param ([string] $Id, [string] $Holding)
$found = @(Get-SPTrustedRootAuthority -ErrorAction Stop | Where-Object { [string] $_.Id -eq $Id })
if ($found.Count -ne 1) {
    throw 'pyupsync:NoSuchAuthority'
}
if ($Holding -and $found[0].Certificate.Thumbprint -ne $Holding) {
    throw 'pyupsync:OtherCertificate'
}
$found[0]
