function ConvertTo-UpsErrorRecord {
    <#
    .SYNOPSIS
    An error record whose id is the code, whose category comes from the table and which carries the advice.
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ErrorRecord])]
    param (
        [Parameter(Mandatory)]
        [string] $Code,

        [Parameter(Mandatory)]
        [string] $Message,

        [string] $Advice = '',

        [object] $Target = $null
    )

    $categories = @{
        UsageInvalid            = 'InvalidArgument'
        CredentialUnusable      = 'AuthenticationError'
        ProfileUnreadable       = 'ReadError'
        ProfileAccessDenied     = 'PermissionDenied'
        ProfileSiteUnreachable  = 'ConnectionError'
        ProfileSiteUntrusted    = 'SecurityError'
        AccountUnreadable       = 'InvalidData'
        PhotoFailed             = 'InvalidResult'
        PhotoFetchFailed        = 'ReadError'
        PhotoNotFound           = 'ObjectNotFound'
        PhotoAccessDenied       = 'PermissionDenied'
        PhotoSiteUnreachable    = 'ConnectionError'
        PhotoSiteBusy           = 'ResourceBusy'
        PhotoSiteUntrusted      = 'SecurityError'
        ImageUnusable           = 'InvalidData'
        ImageNotAPicture        = 'InvalidData'
        ImageTruncated          = 'InvalidData'
        ImageTooLarge           = 'LimitsExceeded'
        StateFailed             = 'ResourceUnavailable'
        StateUnreadable         = 'InvalidData'
        RunInProgress           = 'ResourceBusy'
        StateInUse              = 'ResourceBusy'
        ForeignPhoto            = 'ResourceExists'
        PreviousNotKept         = 'ObjectNotFound'
        ClearLimitExceeded      = 'LimitsExceeded'
        TrustFailed             = 'SecurityError'
        CertificateFailed       = 'InvalidData'
        CertificateUnreadable   = 'InvalidData'
        CertificatesTooLarge    = 'LimitsExceeded'
        PrivateKeyRefused       = 'SecurityError'
        SiteChainUnavailable    = 'ConnectionError'
        TrustStoreFailed        = 'ResourceUnavailable'
        AlreadyTrusted          = 'ResourceExists'
        LocalAuthorityProtected = 'PermissionDenied'
        NotValidNow             = 'SecurityError'
        SignatureTooWeak        = 'SecurityError'
        KeyTooWeak              = 'SecurityError'
        NameTaken               = 'ResourceExists'
        Contradiction           = 'InvalidArgument'
        EventsUnreadable        = 'InvalidData'
        MetaverseUnreadable     = 'ReadError'
        FarmFailed              = 'ResourceUnavailable'
        SynchronizationFailed   = 'ResourceUnavailable'
        ProfileServiceMissing   = 'ObjectNotFound'
        ProfileServiceAccessDenied = 'PermissionDenied'
        ConnectionNotFound      = 'ObjectNotFound'
        NoExportOnADImport      = 'NotImplemented'
        SynchronizationRunning  = 'ResourceBusy'
        SynchronizationUnfinished = 'OperationTimeout'
        ImportAndExport         = 'ResourceExists'
        ExportedElsewhere       = 'ResourceExists'
        AttributeTaken          = 'ResourceExists'
        MappingUnknown          = 'InvalidResult'
        NoConnection            = 'ObjectNotFound'
        AlreadyMapped           = 'ResourceExists'
        ZonesFailed             = 'ResourceUnavailable'
        SiteRefused             = 'InvalidArgument'
        SiteTooWide             = 'InvalidArgument'
        SiteUnsupported         = 'NotImplemented'
        ZoneConflict            = 'ResourceExists'
        ZonePolicyInForce       = 'PermissionDenied'
        RegistryFailed          = 'ResourceUnavailable'
        RegistryUnreadable      = 'InvalidData'
        RegistryAccessDenied    = 'PermissionDenied'
        HiveDirty               = 'InvalidData'
        ServiceAccountUnknown   = 'ObjectNotFound'
        ServiceProfileMissing   = 'ObjectNotFound'
        AccessFailed            = 'ResourceUnavailable'
        DescriptorUnreadable    = 'InvalidData'
        DescriptorChanged       = 'ResourceExists'
        DescriptorFull          = 'LimitsExceeded'
        AccessUndoUnusable      = 'ReadError'
        LogFailed               = 'ResourceUnavailable'
        LogMissing              = 'ObjectNotFound'
        LogUnreadable           = 'ReadError'
        LogUnsupported          = 'NotImplemented'
        DeploymentFailed        = 'NotSpecified'
        PlanUnreadable          = 'InvalidData'
        PlanOutdated            = 'InvalidOperation'
        ScheduleFailed          = 'ResourceUnavailable'
        ScheduleNameTaken       = 'ResourceExists'
        ModuleFailed            = 'ResourceUnavailable'
        ModuleNameTaken         = 'ResourceExists'
        ModuleFolderDenied      = 'PermissionDenied'
        DirectoryFailed         = 'ResourceUnavailable'
        DirectoryUnavailable    = 'ConnectionError'
        DirectoryUntrusted      = 'SecurityError'
        DirectoryLogonFailed    = 'AuthenticationError'
        DirectoryAuthTooWeak    = 'SecurityError'
        DirectoryAccessDenied   = 'PermissionDenied'
        DirectoryValueRejected  = 'InvalidData'
        PersonNotFound          = 'ObjectNotFound'
        PythonNotFound          = 'NotInstalled'
        PythonUnusable          = 'NotInstalled'
        UpSyncFailed            = 'NotSpecified'
    }
    $category = if ($categories[$Code]) { $categories[$Code] } else { 'NotSpecified' }
    $exception = New-Object -TypeName System.InvalidOperationException -ArgumentList $Message
    $record = New-Object -TypeName System.Management.Automation.ErrorRecord -ArgumentList $exception, $Code, $category, $Target
    $shown = if ((Get-UpsEdition).ShowsAdvice) { $Message } else { "$Message $Advice".TrimEnd() }
    $record.ErrorDetails = New-Object -TypeName System.Management.Automation.ErrorDetails -ArgumentList $shown
    $record.ErrorDetails.RecommendedAction = if ($Advice) { $Advice } else { Get-UpsAdvice -Category $category }
    return $record
}
