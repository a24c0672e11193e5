function Expand-UpsCertificateChain {
    <#
    .SYNOPSIS
    Writes each certificate of a chain to a Base-64 .cer file of its own, named after its subject.

    .DESCRIPTION
    Reads .p7b chains and any other file of certificates, and writes one file for each certificate, roots first. A file that
    is there already is never overwritten: the same certificate is Unchanged, another one gets the thumbprint in its name.
    Everything from the pipeline is read first, so that a certificate found twice is written once.

    .PARAMETER Path
    Files and folders with certificates; wildcards are allowed. What a file is, is decided by its content: DER or Base-64,
    one certificate or many, a .p7b chain in any order. A file with a private key is refused.

    .PARAMETER LiteralPath
    The same without wildcards. Files from Get-ChildItem and Get-Item bind to it.

    .PARAMETER Destination
    The folder for the files, which is made if it is not there.

    .EXAMPLE
    Expand-UpsCertificateChain -Path chain.p7b -Destination certificates

    Writes root, subordinates and server certificate to the folder certificates.

    .EXAMPLE
    Expand-UpsCertificateChain chain.p7b certificates | Where-Object -Property Name -Like -Value *Root* | Import-UpsTrustedRoot

    Imports only some of the files written.

    .INPUTS
    System.String

    Paths, also as the property Path, FullName or PSPath of any object.

    .OUTPUTS
    PyUpSync.TrustOutcome

    One for each certificate, and file that cannot be read.
    Shown by default: Name, Status, Code, Reason. Also: Advice, Action, Subject, Thumbprint, NotAfter, BeforeName,
    BeforeThumbprint, AfterName, AfterThumbprint, Path (the full path of the file, also with -WhatIf).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: CertificateUnreadable,Expand-UpsCertificateChain.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Import-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(DefaultParameterSetName = 'Path', SupportsShouldProcess, ConfirmImpact = 'Low')]
    [OutputType('PyUpSync.TrustOutcome')]
    param (
        [Parameter(ParameterSetName = 'Path', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [SupportsWildcards()]
        [string[]] $Path,

        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)]
        [Alias('PSPath', 'FullName')]
        [ValidateNotNullOrEmpty()]
        [string[]] $LiteralPath,

        [Parameter(Mandatory, Position = 1)]
        [ValidateNotNullOrEmpty()]
        [string] $Destination
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
            Assert-UpsInput -Message 'Nothing to expand was named.' -Advice 'Give -Path.' -Cmdlet $PSCmdlet
            return
        }
        $folder = Resolve-UpsPath -Path $Destination -Cmdlet $PSCmdlet
        $job = @{
            Cmdlet  = $PSCmdlet
            Job     = 'trust.expand'
            Setting = @{ paths = $paths.ToArray(); folder = $folder }
        }
        Invoke-UpsJob @job -Apply | ForEach-Object -Process {
            if ($_.Action -eq 'Write certificate file') {
                $_.Path = Join-Path -Path $folder -ChildPath $_.Name
            }
            $_
        }
    }
}
