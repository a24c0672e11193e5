param ([string] $Id)
$quiet = & $snippets['silent'] 'Remove-SPTrustedRootAuthority'
$null = Remove-SPTrustedRootAuthority -Identity (& $snippets['find'] $Id) @quiet
