function Import-UpsTrustedRoot {
    <#
    .SYNOPSIS
    Brings a whole chain of certification authorities into SharePoint's trusted root authorities.

    .DESCRIPTION
    Reads the certificates, orders and checks them, compares them with the trust store by thumbprint and changes only what
    differs. Everything from the pipeline is read first, so that all the files together are one chain.

    Each certificate's outcome is written to the pipeline: Applied, Unchanged, Skipped or Failed, with a code, the reason and
    what to do. A failed one is an error as well (not a terminating one); the others go on. What is noticed beside (an expiry
    to come, a missing issuer) is a warning. Running it again changes nothing. The farm's own authority, local, is never
    replaced or removed.

    .PARAMETER Path
    Files and folders with certificates; wildcards are allowed. What a file is, is decided by its content: DER or Base-64,
    one certificate or many, a .p7b chain in any order. A file with a private key is refused.

    .PARAMETER LiteralPath
    The same without wildcards. Files from Get-ChildItem and Get-Item bind to it.

    .PARAMETER Certificate
    Certificates as objects: from the Cert: drive, for example. Only the public part is taken; a private key is not touched.

    .PARAMETER Store
    Address of the trust store: sharepoint: (the default) is the farm of this server, through SharePoint's own cmdlets; run
    it as a farm administrator. folder:PATH is a folder with one .cer for each authority. Relative paths start at
    PowerShell's current location.

    .PARAMETER FromUrl
    An https address: the chain that this live site presents is imported as well. No credentials are sent.

    .PARAMETER FetchIssuer
    Get issuers that are missing from where the certificates say they are (AIA), over the network.

    .PARAMETER Absent
    Names or thumbprints that must not be trusted; what is there of them is removed.

    .PARAMETER Force
    Trust server certificates, expired and weak ones too. Without it they are left out, and it is said why.

    .PARAMETER RestartIis
    Restart IIS (iisreset /noforce) on every server of the farm when something was changed. Without it a warning names the
    servers and the commands.

    .PARAMETER WarnDays
    Days before the end of a certificate's validity from which it is warned about, from 0 to 3650; 60 when not given.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Import-UpsTrustedRoot -Path chain.p7b -RestartIis

    Imports root and subordinates of a chain; the server certificate in it is left out.

    .EXAMPLE
    Get-ChildItem -Path certs -Filter *.cer | Import-UpsTrustedRoot -Store folder:trust -WhatIf

    Shows what would be done with all the files together, and changes nothing.

    .EXAMPLE
    Get-ChildItem -Path Cert:\LocalMachine\CA | Import-UpsTrustedRoot

    Imports certificates that Windows has.

    .EXAMPLE
    Import-UpsTrustedRoot -FromUrl https://mysite.contoso.com -FetchIssuer

    Imports the chain that a live site presents, and what is missing of it.

    .INPUTS
    System.String

    Paths, also as the property Path, FullName or PSPath of any object.

    System.Security.Cryptography.X509Certificates.X509Certificate2

    .OUTPUTS
    PyUpSync.TrustOutcome

    One for each certificate, file that cannot be read, and server restarted.
    Shown by default: Name, Status, Code, Reason. Also: Advice, Action, Subject, Thumbprint, NotAfter, BeforeName,
    BeforeThumbprint, AfterName, AfterThumbprint, Path (empty here).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: PrivateKeyRefused,Import-UpsTrustedRoot.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsTrustedRoot

    .LINK
    Test-UpsTrustedRoot

    .LINK
    Backup-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(DefaultParameterSetName = 'Path', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.TrustOutcome')]
    param (
        [Parameter(ParameterSetName = 'Path', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Path,

        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)]
        [Alias('PSPath', 'FullName')]
        [ValidateNotNullOrEmpty()]
        [string[]] $LiteralPath,

        [Parameter(ParameterSetName = 'Certificate', Mandatory, ValueFromPipeline)]
        [ValidateNotNull()]
        [System.Security.Cryptography.X509Certificates.X509Certificate2[]] $Certificate,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'folder:PATH' })]
        [string] $Store,

        [ValidateNotNullOrEmpty()]
        [string] $FromUrl,

        [switch] $FetchIssuer,

        [ValidateNotNullOrEmpty()]
        [string[]] $Absent,

        [switch] $Force,

        [switch] $RestartIis,

        [ValidateRange(0, 3650)]
        [int] $WarnDays,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec
    )

    begin {
        $paths = New-Object -TypeName 'System.Collections.Generic.List[string]'
        $certificates = New-Object -TypeName 'System.Collections.Generic.List[string]'
    }

    process {
        foreach ($item in Resolve-UpsInput -Path $Path -LiteralPath $LiteralPath -Cmdlet $PSCmdlet) {
            $paths.Add($item)
        }
        foreach ($item in $Certificate) {
            $certificates.Add([System.Convert]::ToBase64String($item.RawData))
        }
    }

    end {
        if ($paths.Count + $certificates.Count -eq 0 -and -not $FromUrl -and -not $Absent) {
            Assert-UpsInput -Message 'Nothing to import was named.' -Advice 'Give -Path, -FromUrl or -Absent.' -Cmdlet $PSCmdlet
            return
        }
        $job = @{
            Cmdlet  = $PSCmdlet
            Job     = 'trust.import'
            Setting = ConvertTo-UpsTrustSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
        }
        $job.Setting.paths = $paths.ToArray()
        $job.Setting.certificates = $certificates.ToArray()
        Invoke-UpsJob @job -Apply
    }
}
