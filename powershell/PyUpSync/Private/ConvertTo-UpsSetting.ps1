function ConvertTo-UpsSetting {
    <#
    .SYNOPSIS
    The bound parameters of a cmdlet as the job's settings: files made absolute, credentials still closed.
    #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param (
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Bound,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $plain = @{
        Site = 'sites'; ThrottleLimit = 'workers'; TimeoutSec = 'timeout'; IntervalSec = 'interval'
        RequestsPerSecond = 'rate'; ConnectionsPerHost = 'per_host'; MaximumRetryCount = 'retries'; Proxy = 'proxy'
        MaxClear = 'max_clear'; KeepMB = 'keep_mb'; KeepDays = 'keep_days'; Run = 'run'; Person = 'person'
        SiteAccount = 'site_account'; ServedHere = 'served_here'; ProbeUser = 'probe_user'
        LockTimeoutSec = 'lock_wait'
        Absent = 'absent'; FromUrl = 'from_url'; WarnDays = 'warn_days'; Account = 'account'
        Credential = 'credential'; UserName = 'user'; SiteCredential = 'site_credential'; SiteUserName = 'site_user'
    }
    $lower = @{ Image = 'image'; Authentication = 'auth'; SiteAuthentication = 'site_auth'; LogLevel = 'log_level' }
    $files = @{
        Keytab = 'keytab'; SiteKeytab = 'site_keytab'; CAFile = 'ca_file'; Output = 'output'
        Html = 'html'; RegFile = 'reg_file'; UndoFile = 'undo_file'
        LockFile = 'lock'; Metrics = 'metrics'
    }
    $fileLists = @{ Report = 'report'; Log = 'log'; EventLog = 'events' }
    $addresses = @{
        Profiles = 'profiles'; Directory = 'directory'; Photos = 'photos'
        Store = 'store'; Farm = 'farm'; Registry = 'registry'; State = 'state'; Metaverse = 'metaverse'
    }
    $switches = @{
        FetchIssuer = 'fetch_issuers'; Force = 'force'; RestartIis = 'restart_iis'
        OverwriteForeign = 'overwrite_foreign'; ClearMissing = 'clear_missing'; Full = 'full'; Wait = 'wait'
    }

    $settings = @{}
    foreach ($name in $Bound.Keys) {
        if ($plain.ContainsKey($name)) {
            $settings[$plain[$name]] = $Bound[$name]
            if ($name -eq 'Site') {
                foreach ($site in $Bound.Site) {
                    Add-UpsName -Kind 'Site' -Value $site
                }
            }
        } elseif ($lower.ContainsKey($name)) {
            $settings[$lower[$name]] = $Bound[$name].ToLowerInvariant()
        } elseif ($files.ContainsKey($name)) {
            $settings[$files[$name]] = Resolve-UpsPath -Path $Bound[$name] -Cmdlet $Cmdlet
        } elseif ($fileLists.ContainsKey($name)) {
            $settings[$fileLists[$name]] = @(foreach ($file in $Bound[$name]) {
                    # A log may be the system's own.
                    if ($name -eq 'Log' -and $file -in 'journal:', 'eventlog:') {
                        $file.ToLowerInvariant()
                    } else {
                        Resolve-UpsPath -Path $file -Cmdlet $Cmdlet
                    }
                })
        } elseif ($addresses.ContainsKey($name)) {
            $resolved = @(foreach ($address in $Bound[$name]) { Resolve-UpsAddress -Address $address -Cmdlet $Cmdlet })
            $settings[$addresses[$name]] = if ($Bound[$name] -is [array]) { , $resolved } else { $resolved[0] }
            foreach ($address in $resolved) {
                Add-UpsName -Kind $name -Value $address
            }
        } elseif ($switches.ContainsKey($name)) {
            $settings[$switches[$name]] = [bool] $Bound[$name]
        }
    }
    foreach ($side in @('', ''), @('Site', 'site_')) {
        Complete-UpsLogin -Setting $settings -Name $side[0] -Prefix $side[1] -Cmdlet $Cmdlet
    }
    return $settings
}
