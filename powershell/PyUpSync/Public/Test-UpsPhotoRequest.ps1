function Test-UpsPhotoRequest {
    <#
    .SYNOPSIS
    Tells which requests for profile pictures were refused for good, out of IIS logs, and why.

    .DESCRIPTION
    Reads logs of IIS in the W3C format and groups the requests for pictures into logons, by client, agent, address and time.
    A 401 that is followed by the picture is how every logon goes. Where no picture follows, there is an object for each cause
    and client: no credentials sent (zone, automatic logon), the loopback check, a denied logon, and every other code that
    Windows has for it.

    Logons that the end of the log cuts off are not judged. Logs in the IIS, NCSA and central binary formats are not read, nor
    are .7z, .rar, .zst and .tar archives: a warning names them where a folder has some, an error where they were asked for.

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

    .PARAMETER ServerAddress
    Further IP addresses of the server itself: what it refuses them is the loopback check. Those in its log and 127.0.0.1 are
    known.

    .PARAMETER WindowSec
    Seconds that a logon may take from one request to the next, from 1 to 3600; 60 when not given.

    .PARAMETER Quiet
    Write $true when nothing was refused for good and $false when something was, instead of the objects.

    .EXAMPLE
    Test-UpsPhotoRequest -Path C:\inetpub\logs\LogFiles

    Tells what went wrong on this server, on all of its sites.

    .EXAMPLE
    Test-UpsPhotoRequest C:\inetpub\logs\LogFiles -Account 'CONTOSO\alice' | Format-List

    Tells everything about what the requests for one person's picture met, with lines of the log.

    .EXAMPLE
    Test-UpsPhotoRequest -Path .\u_ex*.log | Where-Object -Property Cause -EQ -Value 'LoopbackCheck'

    Tells where the server refuses itself.

    .INPUTS
    System.String

    Paths, also as the property Path, FullName or PSPath of any object.

    .OUTPUTS
    PyUpSync.RequestFinding

    One for each cause and client. Shown by default: Client, Status (Error, or Warning for what mended itself or is no refusal),
    Cause, Count (of logons), Last. Also: First, Answer (the last one: 401.1 2148074254), CodeName, Requests, Granted (of the same
    client), Agent, HostName, Port, Server, Site, Picture (whose, as the files are named), Evidence (lines of the log), Subject,
    Actual, Advice. Times are local.

    System.Boolean

    With -Quiet: whether nothing was refused for good.

    .NOTES
    A log that cannot be read is an error, not a terminating one; the others are read. The id of an error
    (FullyQualifiedErrorId) is its code: LogUnreadable,Test-UpsPhotoRequest.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsPhotoRequest

    .LINK
    Test-UpsIntranetSite

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    [OutputType('PyUpSync.RequestFinding', [bool])]
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
        [string[]] $Pattern,

        [ValidateNotNullOrEmpty()]
        [string[]] $ServerAddress,

        [ValidateRange(1, 3600)]
        [int] $WindowSec,

        [switch] $Quiet
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
        $faults = 0
        $job = @{ Cmdlet = $PSCmdlet; Job = 'diagnose.log'; Bound = $PSBoundParameters; Path = $paths }
        Invoke-UpsLogJob @job | ForEach-Object -Begin { $read = $false } -Process {
            if ($_.PSTypeNames[0] -ne 'PyUpSync.RequestFinding') {   # what was read of all
                $PSCmdlet.WriteVerbose("$($_.Read), $($_.Requests) requests, $($_.Torn) lines torn, $($_.UnderWay) logons not judged.")
                $read = $true
            } else {
                if ($_.Status -eq 'Error') {
                    $faults++
                }
                if (-not $Quiet) {
                    $_
                }
            }
        } -End {
            if ($Quiet -and $read) {
                $faults -eq 0
            }
        }
    }
}
