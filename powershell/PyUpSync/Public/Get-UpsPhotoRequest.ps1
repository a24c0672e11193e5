function Get-UpsPhotoRequest {
    <#
    .SYNOPSIS
    Lists requests for profile pictures out of IIS logs.

    .DESCRIPTION
    Reads logs of IIS in the W3C format and writes an object for each request for a picture (_LThumb.jpg, _MThumb.jpg or
    _SThumb.jpg, in any folder and any case), as it comes. Test-UpsPhotoRequest says which of them are a fault.

    Logs in the IIS, NCSA and central binary formats are not read, nor are .7z, .rar, .zst and .tar archives: a warning names
    them where a folder has some, an error where they were asked for.

    .PARAMETER Path
    Logs of IIS in the W3C format, archives of them (.gz, .bz2, .xz, .zip), and folders, which are looked through for u_ex*.log.
    Wildcards are allowed.

    .PARAMETER LiteralPath
    The same without wildcards. Files and folders from Get-ChildItem and Get-Item bind to it.

    .PARAMETER Since
    Only requests from this time on. It is local time, as PowerShell's dates are; logs have UTC.

    .PARAMETER Until
    Only requests up to this time.

    .PARAMETER ClientAddress
    Only requests from these IP addresses. What a load balancer passes on counts where it is logged (X-Forwarded-For).

    .PARAMETER Account
    Only the pictures of these people, by the names of their files: DOMAIN\user, user or user@domain.

    .PARAMETER Pattern
    Requests for these paths instead of pictures; * and ? are wildcards, and * alone is every request. It takes longer, since
    every line is looked at.

    .EXAMPLE
    Get-UpsPhotoRequest -Path C:\inetpub\logs\LogFiles\W3SVC1 -Since (Get-Date).AddHours(-1)

    Lists the last hour's requests of one site.

    .EXAMPLE
    Get-UpsPhotoRequest C:\inetpub\logs\LogFiles -Account 'CONTOSO\alice' | Where-Object -Property Status -Like -Value '401*'

    Lists every refusal that the requests for one person's picture met.

    .EXAMPLE
    Get-ChildItem -Path C:\Logs -Filter *.zip | Get-UpsPhotoRequest | Group-Object -Property Client, Status

    Counts answers by client, out of archives.

    .INPUTS
    System.String

    Paths, also as the property Path, FullName or PSPath of any object.

    .OUTPUTS
    PyUpSync.PhotoRequest

    One for each request. Shown by default: Client, Time, Status (with the substatus: 401.2), Code (the win32 status,
    unsigned), Picture (as its file is named). Also: Size (L, M or S), Method, Address (the path), Query, User, Agent, HostName,
    Port, Server, Site, Milliseconds, File. Time is local time.

    .NOTES
    A log that cannot be read is an error, not a terminating one; the others are read. The id of an error
    (FullyQualifiedErrorId) is its code: LogUnreadable,Get-UpsPhotoRequest.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Test-UpsPhotoRequest

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    [OutputType('PyUpSync.PhotoRequest')]
    param (
        [Parameter(ParameterSetName = 'Path', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Path,

        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)]
        [Alias('PSPath', 'FullName')]
        [ValidateNotNullOrEmpty()]
        [string[]] $LiteralPath,

        [datetime] $Since,

        [datetime] $Until,

        [ValidateNotNullOrEmpty()]
        [string[]] $ClientAddress,

        [ValidateNotNullOrEmpty()]
        [string[]] $Account,

        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Pattern
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
        $job = @{ Cmdlet = $PSCmdlet; Job = 'diagnose.requests'; Bound = $PSBoundParameters; Path = $paths }
        Invoke-UpsLogJob @job | ForEach-Object -Process {
            if ($_.PSTypeNames[0] -eq 'PyUpSync.PhotoRequest') {
                $_
            } else {
                $PSCmdlet.WriteWarning("$($_.Subject): $($_.Actual) $($_.Advice)")
            }
        }
    }
}
