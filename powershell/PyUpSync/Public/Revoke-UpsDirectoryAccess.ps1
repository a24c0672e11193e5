function Revoke-UpsDirectoryAccess {
    <#
    .SYNOPSIS
    Takes back what Grant-UpsDirectoryAccess has added, as its undo file tells.

    .DESCRIPTION
    Removes exactly the entries that were added, the last one first; it asks about each. Where nobody has changed those lists
    meanwhile they are then byte for byte what they were; what others have added stays. An entry that is not there any more
    is Unchanged and no error.

    .PARAMETER Directory
    Address of the directory: ldaps://HOST[:PORT]/BASE, ldaps:///BASE (DNS names the domain controllers),
    ldap+starttls://HOST[:PORT]/BASE, or ldif:FILE for a file of entries with their nTSecurityDescriptor.

    .PARAMETER UndoFile
    What Grant-UpsDirectoryAccess wrote: access-undo-DATE.jsonl.

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
    PEM file of the certification authorities to trust for the directory's TLS, instead of the system's.

    .PARAMETER Output
    For a directory ldif:FILE the file that changes go to; FILE.changes.ldif when not given.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Revoke-UpsDirectoryAccess -Directory ldaps://dc1.corp.contoso.com/DC=corp,DC=contoso,DC=com -UndoFile access-undo-20260101-120000-000000.jsonl

    Takes a grant back, after asking about each entry.

    .EXAMPLE
    Revoke-UpsDirectoryAccess -Directory ldif:corp.ldif -UndoFile undo.jsonl -Confirm:$false

    Takes the changes of a dump back without asking.

    .INPUTS
    None

    Nothing comes by the pipeline.

    .OUTPUTS
    PyUpSync.AccessOutcome

    One for each entry. Shown by default: Account, Status, Code, Action, DistinguishedName. Also: Reason, Advice, Sddl (the
    entry).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: AccessUndoUnusable,Revoke-UpsDirectoryAccess.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Grant-UpsDirectoryAccess

    .LINK
    Test-UpsDirectoryAccess

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('PyUpSync.AccessOutcome')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'ldaps://HOST/BASE', 'ldap+starttls://HOST/BASE', 'ldif:FILE' })]
        [string] $Directory,

        [Parameter(Mandatory, Position = 1)]
        [ValidateNotNullOrEmpty()]
        [string] $UndoFile,

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

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec
    )

    Invoke-UpsAccessJob -Cmdlet $PSCmdlet -Job 'access.undo' -Bound $PSBoundParameters -Apply
}
