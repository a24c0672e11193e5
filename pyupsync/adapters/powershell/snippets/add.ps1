# No cmdlet locks the farm. Another run may add the same between our look and our call, which is then refused as a
# duplicate: so it is looked at again.
param ([string] $Name, [string] $Base64)
$certificate = & $snippets['certificate'] $Base64
$null = & $snippets['absent'] $Base64
$quiet = & $snippets['silent'] 'New-SPTrustedRootAuthority'
try {
    $null = New-SPTrustedRootAuthority -Name $Name -Certificate $certificate @quiet
} catch {
    $refused = $_
    $null = & $snippets['absent'] $Base64
    throw $refused
}
