param ([string] $Id, [string] $Holding)
$quiet = & $snippets['silent'] 'Remove-SPTrustedRootAuthority'
$null = Remove-SPTrustedRootAuthority -Identity (& $snippets['find'] $Id $Holding) @quiet
