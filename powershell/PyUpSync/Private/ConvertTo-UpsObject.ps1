function ConvertTo-UpsObject {
    <#
    .SYNOPSIS
    The object that stands for a change, an outcome, a record or a finding in the pipeline.
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
        [psobject] $Item,

        # What was asked for is a judgement of each thing; a thing that could not be judged is told in the same form.
        [switch] $Judging
    )

    if ($Item.type -eq 'check') {
        return ConvertTo-UpsCheck -Item $Item
    }
    if ($Judging -and $Item.type -eq 'outcome' -and $Item.area -eq 'zones') {
        return ConvertTo-UpsSiteZone -Item $Item
    }
    if ($Item.type -eq 'finding' -and $Item.check -eq 'intranetZone') {
        return ConvertTo-UpsSiteZone -Item $Item
    }
    if ($Item.type -eq 'finding' -and $Item.check -eq 'certificateEvent') {
        return ConvertTo-UpsCertificateEvent -Item $Item
    }
    if ($Item.type -eq 'finding' -and $Item.check -in 'writePhoto', 'writeAll', 'createChild', 'replicate', 'tooMuch') {
        return ConvertTo-UpsDirectoryAccess -Item $Item
    }
    if ($Item.type -eq 'finding' -and $Item.check -in 'pictureMapping', 'pictureImport', 'syncConnection', 'syncContainers') {
        return ConvertTo-UpsPictureMapping -Item $Item
    }
    if ($Item.type -eq 'finding' -and $Item.check -in 'photoRequest', 'logFields') {
        return ConvertTo-UpsRequestFinding -Item $Item
    }
    if ($Item.type -eq 'finding') {
        return ConvertTo-UpsFinding -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'personAccess') {
        return ConvertTo-UpsDirectoryAccess -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'farmUrl') {
        return ConvertTo-UpsAlternateUrl -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'syncConnection') {
        return ConvertTo-UpsSyncConnection -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'synchronization') {
        return ConvertTo-UpsSynchronization -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'zoneEntry') {
        return ConvertTo-UpsZoneEntry -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'directoryPhoto') {
        return ConvertTo-UpsPhoto -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -in 'photoRun', 'photoChange') {
        return ConvertTo-UpsPhotoRecord -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -eq 'metaversePerson') {
        return ConvertTo-UpsMetaversePerson -Item $Item
    }
    if ($Item.type -eq 'record' -and $Item.kind -in 'photoRequest', 'requestLog') {
        return ConvertTo-UpsPhotoRequest -Item $Item
    }
    if ($Item.type -eq 'record') {
        return ConvertTo-UpsTrustedRoot -Item $Item
    }
    if ($Item.area -eq 'schedule') {
        return ConvertTo-UpsScheduleOutcome -Item $Item
    }
    if ($Item.area -eq 'state') {
        return ConvertTo-UpsStateOutcome -Item $Item
    }
    if ($Item.area -eq 'access') {
        return ConvertTo-UpsAccessOutcome -Item $Item
    }
    if ($Item.area -eq 'profiles') {
        return ConvertTo-UpsMappingOutcome -Item $Item
    }
    if ($Item.area -eq 'synchronization') {
        return ConvertTo-UpsSynchronizationOutcome -Item $Item
    }
    if ($Item.area -eq 'trust') {
        return ConvertTo-UpsTrustOutcome -Item $Item
    }
    if ($Item.area -eq 'zones') {
        return ConvertTo-UpsZoneOutcome -Item $Item
    }
    return ConvertTo-UpsPhotoObject -Item $Item
}
