# The parameters that keep a cmdlet from asking; those of 2010 are not documented to have them all.
param ([string] $Name)
$quiet = @{ ErrorAction = 'Stop' }
$known = (Get-Command -Name $Name).Parameters
foreach ($one in 'Confirm', 'WhatIf') {
    if ($known.ContainsKey($one)) {
        $quiet[$one] = $false
    }
}
$quiet
