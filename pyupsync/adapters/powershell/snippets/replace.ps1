param ([string] $Id, [string] $Holding, [string] $Base64)
$quiet = & $snippets['silent'] 'Set-SPTrustedRootAuthority'
$certificate = & $snippets['certificate'] $Base64
$null = & $snippets['find'] $Id
$null = & $snippets['absent'] $Base64
$authority = & $snippets['find'] $Id $Holding
$null = Set-SPTrustedRootAuthority -Identity $authority -Certificate $certificate @quiet
