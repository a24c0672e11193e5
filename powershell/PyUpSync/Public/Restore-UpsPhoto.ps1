function Restore-UpsPhoto {
    <#
    .SYNOPSIS
    Puts back the pictures that an export replaced, and removes those that it added.

    .DESCRIPTION
    Takes a run, or the last change to a person, from the journal that Export-UpsPhoto keeps with -State, and brings each
    picture back to what it was before, byte for byte. It is a run of its own in the journal, and can be undone the same way.

    Each person's outcome is written to the pipeline as it happens. Where somebody else, or a later run, changed the picture
    since, it fails with ForeignPhoto and is left alone unless -Force is given; where the replaced picture is no longer kept, it
    fails with PreviousNotKept. The next export publishes what the profiles have.

    .PARAMETER State
    Where runs keep what they know and did: sqlite:FILE. Relative paths start at PowerShell's current location.

    .PARAMETER Directory
    Address of the directory: ldaps://HOST[:PORT]/BASE, ldap+starttls://HOST[:PORT]/BASE, or ldif:FILE for a directory
    exported to a file. Plaintext LDAP is refused. Of several hosts ('ldaps://dc1,dc2/BASE') the first that can be reached is
    used, and the next when it is gone; without a host (ldaps:///DC=contoso,DC=com) DNS names the domain controllers.

    Several addresses are for several domains or forests: each person is looked for in the directory of their domain. All
    are logged on to alike; where each wants a login of its own, the command line takes them from a configuration file.

    .PARAMETER Run
    The number of the run to undo, as Get-UpsPhotoHistory lists it. Runs can be piped in.

    .PARAMETER Person
    Whom alone: an account in any form a profile may have, a distinguished name or an objectGUID. Without -Run it is the last
    change to that person that is undone.

    .PARAMETER Force
    Write over pictures that were changed since.

    .PARAMETER Authentication
    How to log on to the directory. Current (the default) is the identity this runs under; Kerberos takes -Credential, or
    -UserName with -Keytab; Ntlm and Simple take -Credential. It is Kerberos when only -Credential or -Keytab is given.

    .PARAMETER Credential
    User and password for the directory. The password stays in memory: it is on no command line and in no log.

    .PARAMETER UserName
    User of the -Keytab for the directory: svc_ups@CORP.CONTOSO.COM.

    .PARAMETER Keytab
    Path of a Kerberos keytab for -UserName.

    .PARAMETER CAFile
    PEM file of the certification authorities to trust for TLS, instead of the system's.

    .PARAMETER Output
    For an ldif: directory, the LDIF file of changes; FILE with the suffix .changes.ldif when not given. The changes are
    appended to it.

    .PARAMETER Report
    Files that tell of the run: .html is a page with pictures before and after and the failures by cause, .csv a line for
    each person, .json everything for programs. An earlier report of that name is replaced when the new one is whole.

    .PARAMETER KeepMB
    How much of the pictures that runs replaced is kept in -State, in MB; 1000 when not given. The oldest go first.

    .PARAMETER KeepDays
    How many days the pictures that runs replaced are kept in -State; 365 when not given.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Restore-UpsPhoto -State sqlite:photos.db -Directory ldaps://dc1.contoso.com/DC=contoso,DC=com -Run 7 -WhatIf

    Shows whose picture would be put back.

    .EXAMPLE
    Restore-UpsPhoto sqlite:photos.db ldaps://dc1.contoso.com/DC=contoso,DC=com -Person 'CONTOSO\alice'

    Undoes the last change to one person's picture.

    .EXAMPLE
    Get-UpsPhotoHistory sqlite:photos.db | Select-Object -Last 1 | Restore-UpsPhoto sqlite:photos.db ldif:people.ldif

    Undoes the last run, in a directory in a file.

    .INPUTS
    PyUpSync.PhotoRun, PyUpSync.PhotoHistory

    Runs by their property Run, changes by Run and Person.

    .OUTPUTS
    PyUpSync.PhotoOutcome

    One for each person. Shown by default: Account, Status, Code, Reason. Also: Advice, Person (distinguished name), Action,
    BeforeSha256, BeforeBytes, AfterSha256, AfterBytes.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: ForeignPhoto,Restore-UpsPhoto.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsPhotoHistory

    .LINK
    Export-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.PhotoOutcome')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sqlite:FILE' })]
        [string] $State,

        [Parameter(Mandatory, Position = 1)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'ldaps://HOST/BASE', 'ldap+starttls://HOST/BASE', 'ldif:FILE' })]
        [string[]] $Directory,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateRange(1, 2147483647)]
        [int] $Run,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $Person,

        [switch] $Force,

        [ValidateSet('Current', 'Kerberos', 'Ntlm', 'Simple')]
        [string] $Authentication,

        [System.Management.Automation.PSCredential] $Credential,

        [ValidateNotNullOrEmpty()]
        [string] $UserName,

        [ValidateNotNullOrEmpty()]
        [string] $Keytab,

        [ValidateNotNullOrEmpty()]
        [string] $CAFile,

        [ValidateNotNullOrEmpty()]
        [string] $Output,

        [ValidateNotNullOrEmpty()]
        [string[]] $Report,

        [ValidateRange(0, 1000000000)]
        [int] $KeepMB,

        [ValidateRange(0, 36500)]
        [int] $KeepDays,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec
    )

    process {
        $job = @{
            Cmdlet  = $PSCmdlet
            Job     = 'photos.restore'
            Setting = ConvertTo-UpsSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
        }
        Invoke-UpsJob @job -Apply
    }
}
