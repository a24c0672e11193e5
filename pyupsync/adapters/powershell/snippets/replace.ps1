param ([string] $Id, [string] $Base64)
$quiet = & $snippets['silent'] 'Set-SPTrustedRootAuthority'
$authority = & $snippets['find'] $Id
$null = Set-SPTrustedRootAuthority -Identity $authority -Certificate (& $snippets['certificate'] $Base64) @quiet
