function Write-UpsItem {
    <#
    .SYNOPSIS
    Writes an event where it belongs: objects to the pipeline, failures to the error stream as well.

    .DESCRIPTION
    A finding is a remark beside the work: a warning when it matters, else verbose. With -Judging the findings are the
    work: they are the objects, and whatever fails on the way is an error only, but for a site that has no zone.
    What a farm says of the sites that a job on zones is about is verbose.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoOutcome', 'PyUpSync.PhotoChange', 'PyUpSync.PhotoRun', 'PyUpSync.PhotoHistory', 'PyUpSync.Photo',
        'PyUpSync.StateOutcome', 'PyUpSync.ScheduleOutcome',
        'PyUpSync.TrustedRoot', 'PyUpSync.TrustOutcome', 'PyUpSync.AlternateUrl',
        'PyUpSync.CertificateEvent', 'PyUpSync.MetaversePerson',
        'PyUpSync.PhotoRequest', 'PyUpSync.RequestLog', 'PyUpSync.RequestFinding',
        'PyUpSync.DirectoryAccess', 'PyUpSync.PersonAccess', 'PyUpSync.AccessOutcome',
        'PyUpSync.SyncConnection', 'PyUpSync.PictureMapping', 'PyUpSync.MappingOutcome',
        'PyUpSync.Synchronization', 'PyUpSync.SynchronizationOutcome',
        'PyUpSync.ZoneEntry', 'PyUpSync.ZoneOutcome', 'PyUpSync.SiteZone', 'PyUpSync.Finding', 'PyUpSync.Check')]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [psobject] $Item,

        [switch] $Judging
    )

    if ($Item.type -eq 'message') {
        switch ($Item.level) {
            'debug' { $Cmdlet.WriteDebug($Item.text) }
            'verbose' { $Cmdlet.WriteVerbose($Item.text) }
            'warning' { $Cmdlet.WriteWarning($Item.text) }
            'error' { $Cmdlet.WriteError((ConvertTo-UpsErrorRecord -Code 'UpSyncFailed' -Message $Item.text)) }
        }
        return
    }
    if ($Item.type -eq 'finding' -and -not $Judging) {
        $text = "$($Item.subject): $($Item.actual) $($Item.advice)".TrimEnd()
        if ($Item.status -in 'warning', 'error') {
            $Cmdlet.WriteWarning($text)
        } else {
            $Cmdlet.WriteVerbose($text)
        }
        return
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'verdict') {
        if ($Item.facts.cause) {
            $Cmdlet.WriteWarning($Item.facts.sentence)
        } else {
            $Cmdlet.WriteVerbose($Item.facts.sentence)
        }
        return
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'zoneSite') {
        $facts = $Item.facts
        $Cmdlet.WriteVerbose("$($facts.site) ($($facts.webApplication), $($facts.origin)) is in the zone $($facts.zoneName) now.")
        return
    }
    $object = ConvertTo-UpsObject -Item $Item -Judging:$Judging
    $kinds = 'Connection', 'Account', 'Url', 'Name', 'Run'
    if ($Item.type -eq 'outcome' -and ($Item.area -eq 'schedule' -or $Item.status -eq 'failed')) {
        $kinds = @('Account')   # what failed is often the name of nothing, and a definition is a path
    }
    foreach ($kind in $kinds) {
        $known = $object.PSObject.Properties[$kind]
        if ($null -ne $known) {
            Add-UpsName -Kind $kind -Value $known.Value
            break
        }
    }
    if ($Item.type -ne 'outcome' -or -not $Judging -or $Item.area -eq 'zones') {
        $object
    }
    if ($Item.type -eq 'outcome' -and $Item.status -eq 'failed') {
        $who = $Item.target
        if ($Item.area -in 'photos', 'zones') {
            $who = $Item.subject
        }
        $target = $object
        if ($Item.area -in 'diagnosis', 'logs') {
            $target = $Item.target   # a path, where a log could not be read
        }
        $message = $Item.reason
        if (-not $message.Contains($who)) {
            $message = "${who}: $message"
        }
        $advice = $Item.advice
        if ($Item.area -eq 'profiles') {
            $advice = $object.Advice
        }
        $Cmdlet.WriteError((ConvertTo-UpsErrorRecord -Code $Item.code -Message $message -Advice $advice -Target $target))
    }
}
