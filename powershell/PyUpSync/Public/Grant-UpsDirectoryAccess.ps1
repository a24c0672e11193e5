function Grant-UpsDirectoryAccess {
    <#
    .SYNOPSIS
    Gives an account the right to write thumbnailPhoto of the people below an OU, and nothing else; or other rights.

    .DESCRIPTION
    Adds single entries to access control lists. By default that is one entry on each container: write thumbnailPhoto of user
    objects below it. The classic three that SharePoint's own synchronization with export takes are given where -Right asks
    for them. What is there already, also by a group, is Unchanged and no error, so running it again does no harm.

    Each list is looked at again just before it is written; where somebody else has changed it since, nothing is written. No
    other entry is moved or changed, and owner, group and auditing stay. Before each entry is added, what undoes it goes into
    an undo file, which Revoke-UpsDirectoryAccess takes.

    People who inherit nothing (adminCount is 1) are not reached by what an OU has. Name CN=AdminSDHolder,CN=System,... as
    -OrganizationalUnit where all protected accounts, administrators too, are meant; it is never done otherwise.

    .PARAMETER Directory
    Address of the directory: ldaps://HOST[:PORT]/BASE, ldaps:///BASE (DNS names the domain controllers),
    ldap+starttls://HOST[:PORT]/BASE, or ldif:FILE for a file of entries with their nTSecurityDescriptor.

    .PARAMETER Account
    To whom: DOMAIN\user, user@domain, a DN or a SID.

    .PARAMETER OrganizationalUnit
    DNs of the containers whose people are meant; the base in the address when not given. A person's own DN is meant alone.

    .PARAMETER Right
    What to give: WritePhoto (the default), WriteAll and CreateChild (on the containers and all below), Replicate (on the
    domain, and on the configuration where the NetBIOS name is another than the DNS name's first label).

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

    .PARAMETER UndoFile
    Where what was there before is kept: a file that must not exist yet, or a folder. When not given: a file
    access-undo-DATE.jsonl in PowerShell's current location.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Grant-UpsDirectoryAccess -Directory ldaps://dc1.corp.contoso.com/DC=corp,DC=contoso,DC=com -Account CORP\svc_ups -OrganizationalUnit 'OU=Staff,DC=corp,DC=contoso,DC=com' -WhatIf

    Shows which entries would be added.

    .EXAMPLE
    Grant-UpsDirectoryAccess -Directory ldif:corp.ldif -Account CORP\svc_ups -OrganizationalUnit 'OU=Staff,DC=corp,DC=contoso,DC=com' -UndoFile undo.jsonl

    Writes the change of a dump's list to corp.changes.ldif, and what undoes it to a file.

    .INPUTS
    System.String

    Names of accounts, also as the property Account of any object.

    .OUTPUTS
    PyUpSync.AccessOutcome

    One for each entry. Shown by default: Account, Status, Code, Action, DistinguishedName. Also: Reason, Advice, Sddl (the
    entry).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: DirectoryAccessDenied,Grant-UpsDirectoryAccess.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Test-UpsDirectoryAccess

    .LINK
    Revoke-UpsDirectoryAccess

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.AccessOutcome')]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'ldaps://HOST/BASE', 'ldap+starttls://HOST/BASE', 'ldif:FILE' })]
        [string] $Directory,

        [Parameter(Mandatory, Position = 1, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Account,

        [ValidateNotNullOrEmpty()]
        [string[]] $OrganizationalUnit,

        [ValidateSet('WritePhoto', 'WriteAll', 'CreateChild', 'Replicate')]
        [string[]] $Right,

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
        [string] $UndoFile,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec
    )

    begin {
        $accounts = New-Object -TypeName 'System.Collections.Generic.List[string]'
    }

    process {
        foreach ($item in $Account) {
            $accounts.Add($item)
        }
    }

    end {
        if ($accounts.Count -eq 0 -and $PSCmdlet.MyInvocation.ExpectingInput) {
            return   # the pipeline was empty
        }
        $job = @{ Cmdlet = $PSCmdlet; Job = 'access.grant'; Bound = $PSBoundParameters; Account = $accounts }
        Invoke-UpsAccessJob @job -Apply
    }
}
