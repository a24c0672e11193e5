# Ends in an error when an authority has this very certificate (Base-64 of its DER), under whatever name.
param ([string] $Base64)
foreach ($authority in @(Get-SPTrustedRootAuthority -ErrorAction Stop)) {
    if ([System.Convert]::ToBase64String($authority.Certificate.RawData) -eq $Base64) {
        throw 'pyupsync:AlreadyTrusted'
    }
}
