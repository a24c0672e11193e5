# No cmdlet renames one (Set-SPTrustedRootAuthority takes an identity and a certificate). The new one comes first, so
# that the certificate is trusted all the while; if it is refused, or the old one stays, all is as it was.
param ([string] $Id, [string] $Holding, [string] $Name)
$authority = & $snippets['find'] $Id $Holding
$quiet = & $snippets['silent'] 'New-SPTrustedRootAuthority'
$added = New-SPTrustedRootAuthority -Name $Name -Certificate $authority.Certificate @quiet
$quiet = & $snippets['silent'] 'Remove-SPTrustedRootAuthority'
try {
    $null = Remove-SPTrustedRootAuthority -Identity $authority @quiet
} catch {
    $refused = $_
    $null = Remove-SPTrustedRootAuthority -Identity $added @quiet
    throw $refused
}
