# Makes SharePoint's cmdlets known: a module that loads itself (Subscription Edition), else the snap-in (2010 to 2019).
$known = { Get-Command -Name Get-SPTrustedRootAuthority -ErrorAction SilentlyContinue }
if (-not (& $known)) {
    if (Get-Command -Name Add-PSSnapin -ErrorAction SilentlyContinue) {
        Add-PSSnapin -Name Microsoft.SharePoint.PowerShell -ErrorAction Stop
    }
    if (-not (& $known)) {
        throw 'pyupsync:NoSharePoint'
    }
}
'connected'
