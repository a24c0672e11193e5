# Every authority: GUID, name, certificate.
foreach ($authority in @(Get-SPTrustedRootAuthority -ErrorAction Stop)) {
    , @([string] $authority.Id, $authority.Name, [System.Convert]::ToBase64String($authority.Certificate.RawData))
}
