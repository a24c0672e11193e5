function Get-UpsCertificateEvent {
    <#
    .SYNOPSIS
    Tells which certificates SharePoint has refused, out of event 8311, and what to import.

    .DESCRIPTION
    Reads logs and exports of them, and writes one object for each certificate that SharePoint refused: whose it is, who
    issued it, how often and when, and the command that mends it. With -Store it is told whether it is trusted by now, with
    -With which of your files hold what is missing. Nothing is changed.

    A file may be event XML (Event Viewer, wevtutil), CSV or text from Event Viewer, a CSV of Get-WinEvent, one of SharePoint's
    own logs (ULS), or a text that somebody has pasted. Its content tells which; UTF-8, UTF-16 and Windows' own code page are
    read. An .evtx itself is not: export it with wevtutil, the error says how.

    .PARAMETER Path
    Files with events, and folders of logs; wildcards are allowed.

    .PARAMETER LiteralPath
    The same without wildcards. Files from Get-ChildItem and Get-Item bind to it.

    .PARAMETER Store
    Address of a trust store that tells what is trusted by now: sharepoint: is the farm of this server, folder:PATH a folder
    with one .cer for each authority. Without it no store is asked.

    .PARAMETER With
    Files and folders with certificates that may be the missing ones; wildcards are allowed. They are not trusted, only named.

    .EXAMPLE
    Get-UpsCertificateEvent -Path C:\Logs\*.xml -Store sharepoint: -With chain.p7b

    Tells what SharePoint refused and which file to import, if it is not trusted already.

    .EXAMPLE
    Get-ChildItem -Path C:\Logs -Filter *.log | Get-UpsCertificateEvent | Sort-Object -Property Count -Descending

    Reads SharePoint's own logs; what was refused most comes first.

    .EXAMPLE
    Get-UpsCertificateEvent -Path events.csv | Format-List

    Shows everything about each: first and last time, thumbprint, the errors as they were logged.

    .INPUTS
    System.String

    Paths, also as the property Path, FullName or PSPath of any object.

    .OUTPUTS
    PyUpSync.CertificateEvent

    One for each certificate. Shown by default: Subject, Cause, Count, Last, Advice. Cause is IssuerMissing, SelfSigned,
    FarmAuthorityMissing, CertificateExpired, HostNameMismatch, RevocationUnknown, CertificateUnusable, or TrustedMeanwhile (then
    Status is Info, else Error). Also: First, Issuer, Thumbprint, Error, Status, Origin (file and place of the first one).

    .NOTES
    A file that cannot be read is an error, not a terminating one; the others are read. Its id (FullyQualifiedErrorId) is
    EventsUnreadable,Get-UpsCertificateEvent.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Test-UpsTrustedRoot

    .LINK
    Import-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    [OutputType('PyUpSync.CertificateEvent')]
    param (
        [Parameter(ParameterSetName = 'Path', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Path,

        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)]
        [Alias('PSPath', 'FullName')]
        [ValidateNotNullOrEmpty()]
        [string[]] $LiteralPath,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'folder:PATH' })]
        [string] $Store,

        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $With
    )

    begin {
        $paths = New-Object -TypeName 'System.Collections.Generic.List[string]'
    }

    process {
        foreach ($item in Resolve-UpsInput -Path $Path -LiteralPath $LiteralPath -Cmdlet $PSCmdlet) {
            $paths.Add($item)
        }
    }

    end {
        if ($paths.Count -eq 0) {
            return   # nothing came by the pipeline
        }
        $job = @{
            Cmdlet  = $PSCmdlet
            Job     = 'diagnose.events'
            Setting = ConvertTo-UpsSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
        }
        $job.Setting.paths = $paths.ToArray()
        $job.Setting.certificates = [string[]] @(Resolve-UpsInput -Path $With -Cmdlet $PSCmdlet)
        Invoke-UpsJob @job -Judging | ForEach-Object -Process {
            if ($_.Status -eq 'Ok') {
                Write-Verbose -Message "There is no event 8311 in $($_.Subject)."
            } else {
                $_
            }
        }
    }
}
