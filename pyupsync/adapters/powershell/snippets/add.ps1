param ([string] $Name, [string] $Base64)
$quiet = & $snippets['silent'] 'New-SPTrustedRootAuthority'
$null = New-SPTrustedRootAuthority -Name $Name -Certificate (& $snippets['certificate'] $Base64) @quiet
