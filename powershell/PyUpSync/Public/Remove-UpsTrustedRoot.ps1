function Remove-UpsTrustedRoot {
    <#
    .SYNOPSIS
    Takes authorities out of SharePoint's trusted root authorities.

    .DESCRIPTION
    Removes what has one of the names or thumbprints, subordinates before their roots, and asks about each. What is not there
    is Unchanged and no error, so running it again does no harm. The farm's own authority, local, is never removed.

    .PARAMETER Name
    Names of the authorities, in any case; no wildcards. A thumbprint will do as well.

    .PARAMETER Thumbprint
    Thumbprints of the certificates: 40 hexadecimal digits, blanks and colons between them do not matter.

    .PARAMETER Store
    Address of the trust store: sharepoint: (the default) is the farm of this server, through SharePoint's own cmdlets; run
    it as a farm administrator. folder:PATH is a folder with one .cer for each authority. Relative paths start at
    PowerShell's current location.

    .PARAMETER RestartIis
    Restart IIS (iisreset /noforce) on every server of the farm when something was changed. Without it a warning names the
    servers and the commands.

    .EXAMPLE
    Remove-UpsTrustedRoot -Name 'Contoso Old Root CA'

    Removes one authority, after asking.

    .EXAMPLE
    Get-UpsTrustedRoot -Store folder:trust | Where-Object -Property DaysLeft -LT -Value 0 | Remove-UpsTrustedRoot -Store folder:trust -Confirm:$false

    Removes the expired ones of a folder without asking.

    .EXAMPLE
    Remove-UpsTrustedRoot -Thumbprint 1B0B7C0C6D5A4F3E2D1C0B9A8F7E6D5C4B3A2918 -RestartIis

    Removes a certificate by its thumbprint, whatever it is called, and restarts IIS.

    .INPUTS
    System.String

    Names, also as the property Name of any object.

    PyUpSync.TrustedRoot

    What Get-UpsTrustedRoot writes; it is removed by its thumbprint, as is anything with the property Thumbprint.

    .OUTPUTS
    PyUpSync.TrustOutcome

    One for each authority, name that means none, and server restarted.
    Shown by default: Name, Status, Code, Reason. Also: Advice, Action, Subject, Thumbprint, NotAfter, BeforeName,
    BeforeThumbprint, AfterName, AfterThumbprint, Path (empty here).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: LocalAuthorityProtected,Remove-UpsTrustedRoot.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsTrustedRoot

    .LINK
    Import-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(DefaultParameterSetName = 'Thumbprint', SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('PyUpSync.TrustOutcome')]
    param (
        [Parameter(ParameterSetName = 'Name', Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Name,

        [Parameter(ParameterSetName = 'Thumbprint', Mandatory, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Thumbprint,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'folder:PATH' })]
        [string] $Store,

        [switch] $RestartIis
    )

    begin {
        $words = New-Object -TypeName 'System.Collections.Generic.List[string]'
    }

    process {
        foreach ($word in @($Name) + @($Thumbprint)) {
            if ($word -and -not $words.Contains($word)) {
                $words.Add($word)
            }
        }
    }

    end {
        if ($words.Count -eq 0) {
            Assert-UpsInput -Message 'Nothing to remove was named.' -Advice 'Give -Name or -Thumbprint.' -Cmdlet $PSCmdlet
            return
        }
        $job = @{
            Cmdlet  = $PSCmdlet
            Job     = 'trust.remove'
            Setting = ConvertTo-UpsTrustSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
        }
        $job.Setting.absent = $words.ToArray()
        Invoke-UpsJob @job -Apply
    }
}
