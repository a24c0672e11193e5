# Restarts IIS on one server; requests under way are waited for.
param ([string] $Server)
$ErrorActionPreference = 'Continue'   # what a program writes to stderr would end this otherwise
$said = @(& iisreset $Server /noforce 2>&1 | ForEach-Object { [string] $_ })
if ($LASTEXITCODE -ne 0) {
    throw ('pyupsync:NotRestarted ' + (($said -join ' ').Trim()))
}
