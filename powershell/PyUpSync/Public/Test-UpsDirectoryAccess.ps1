function Test-UpsDirectoryAccess {
    <#
    .SYNOPSIS
    Tells what an account may do in the directory, and which entry of which list decides it.

    .DESCRIPTION
    Reads the access control lists of the people below each container and judges them as a domain controller does: rights
    that groups have (nested ones, the primary group, Everyone), property sets, what is denied, what is inherited and what is
    not. For the account that logged on the server is asked as well; where it says otherwise, it is believed, and that is
    told. Nothing is changed.

    A right that was asked for with -Right (writing thumbnailPhoto when it was not given) is an Error where it is missing.
    The others are Info: only SharePoint's own synchronization with export needs them. More than any synchronization needs
    (DCSync, full control) is a Warning.

    .PARAMETER Directory
    Address of the directory: ldaps://HOST[:PORT]/BASE, ldaps:///BASE (DNS names the domain controllers),
    ldap+starttls://HOST[:PORT]/BASE, or ldif:FILE for a file of entries with their nTSecurityDescriptor.

    .PARAMETER Account
    Whose rights: DOMAIN\user, user@domain, a DN or a SID; the account that logs on when not given.

    .PARAMETER OrganizationalUnit
    DNs of the containers whose people are meant; the base in the address when not given. A person's own DN is meant alone.

    .PARAMETER Right
    Rights that must be there: WritePhoto (the default), WriteAll, CreateChild, Replicate.

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

    .PARAMETER Quiet
    Write $true when no right that was asked for is missing, and $false when one is, instead of the objects.

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Test-UpsDirectoryAccess -Directory ldaps://dc1.corp.contoso.com/OU=Staff,DC=corp,DC=contoso,DC=com

    Tells whose pictures the account that this runs under may write below an OU, and asks the server too.

    .EXAMPLE
    Test-UpsDirectoryAccess -Directory ldif:corp.ldif -Account CORP\svc_ups | Where-Object -Property Cause -EQ -Value 'ProtectedAccount'

    Lists the people of a dump whose pictures the account may not write since they inherit no rights.

    .EXAMPLE
    if (-not (Test-UpsDirectoryAccess -Directory ldif:corp.ldif -Account CORP\svc_ups -Quiet)) { 'A right is missing.' }

    Says so where a right is missing.

    .INPUTS
    System.String

    Names of accounts, also as the property Account of any object.

    .OUTPUTS
    PyUpSync.DirectoryAccess

    One for each right and place. Shown by default: Account, Check (writePhoto, createChild, writeAll, replicate, tooMuch),
    Status, Cause, Actual. Also: Granted (empty where it could not be told), Expected, Advice, DecidedBy (the entry, as SDDL),
    Server (what it answered; empty where it was not asked), People, Writable, Protected (numbers), DistinguishedName.

    PyUpSync.PersonAccess

    One for each person whom the account may not write, or who inherits nothing. Shown by default: Account, Person, Granted,
    Cause (NoWriteRight, DenyAce, ProtectedAccount, DescriptorUnread, GroupsUnread), DistinguishedName. Also: Protected,
    AdminCount, Inherits, DecidedBy, Server.

    System.Boolean

    With -Quiet: whether no right is missing.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is its code: ServiceAccountUnknown,Test-UpsDirectoryAccess.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Grant-UpsDirectoryAccess

    .LINK
    Revoke-UpsDirectoryAccess

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.DirectoryAccess', 'PyUpSync.PersonAccess', [bool])]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'ldaps://HOST/BASE', 'ldap+starttls://HOST/BASE', 'ldif:FILE' })]
        [string] $Directory,

        [Parameter(Position = 1, ValueFromPipeline, ValueFromPipelineByPropertyName)]
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

        [switch] $Quiet,

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
            return   # the pipeline brought none, and none is not whoever logs on
        }
        $faults = 0
        $job = @{ Cmdlet = $PSCmdlet; Job = 'access.test'; Bound = $PSBoundParameters; Account = $accounts }
        Invoke-UpsAccessJob @job -Judging | ForEach-Object -Process {
            if ($_.PSTypeNames -contains 'PyUpSync.DirectoryAccess' -and $_.Status -eq 'Error') {
                $faults++
            }
            if (-not $Quiet) {
                $_
            }
        }
        if ($Quiet) {
            $faults -eq 0
        }
    }
}
