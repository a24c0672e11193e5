function Get-UpsPhoto {
    <#
    .SYNOPSIS
    Gets the pictures that people have in the directory now.

    .DESCRIPTION
    Finds each person and reads their thumbnailPhoto. One object for each tells the picture's size, hash and format; a person
    without a picture has an object without them. Who is not found is an error, not a terminating one.

    With -AsByteStream the pictures themselves are written to the pipeline, each as one array of bytes, and with -Destination
    to files. Nothing in the directory is changed.

    .PARAMETER Person
    Accounts in any form that a profile may have: DOMAIN\user, user@domain, a SID, a claim. Outcomes and changes of an export
    can be piped in, by their property Account.

    .PARAMETER Directory
    Address of the directory: ldaps://HOST[:PORT]/BASE, ldap+starttls://HOST[:PORT]/BASE, or ldif:FILE for a directory
    exported to a file. Plaintext LDAP is refused. Of several hosts ('ldaps://dc1,dc2/BASE') the first that can be reached is
    used, and the next when it is gone; without a host (ldaps:///DC=contoso,DC=com) DNS names the domain controllers.

    Several addresses are for several domains or forests: each person is looked for in the directory of their domain. All
    are logged on to alike; where each wants a login of its own, the command line takes them from a configuration file.

    .PARAMETER AsByteStream
    Write each picture as an array of bytes instead of an object that tells of it. Nobody without a picture is among them.

    .PARAMETER Destination
    A folder that gets each picture as a file, named for the sAMAccountName: alice.jpg (.bin where it is no picture). A file of
    that name is replaced. The objects then have the file's path.

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

    .PARAMETER TimeoutSec
    Seconds without an answer after which a connection is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Get-UpsPhoto -Person 'CONTOSO\alice', 'CONTOSO\bob' -Directory ldaps://dc1.contoso.com/DC=contoso,DC=com

    Shows who has a picture, how large it is and its hash.

    .EXAMPLE
    Get-UpsPhoto -Person 'CONTOSO\alice' -Directory ldif:people.ldif -Destination pictures

    Writes the picture to pictures\alice.jpg.

    .EXAMPLE
    $bytes = Get-UpsPhoto 'CONTOSO\alice' ldif:people.ldif -AsByteStream
    $bytes.Length

    The picture in memory, without a file.

    .INPUTS
    System.String, PyUpSync.PhotoOutcome, PyUpSync.PhotoChange, PyUpSync.PhotoHistory

    Accounts as text, or objects with a property Person, Account or AccountName.

    .OUTPUTS
    PyUpSync.Photo

    One for each person. Shown by default: Account, Bytes, Format, Width, Sha256. Also: Height, Name, SamAccountName, Person
    (distinguished name), Path.

    System.Byte[]

    With -AsByteStream.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the failure's code: PersonNotFound,Get-UpsPhoto.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Export-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Save-UpsPhoto asks, for each file')]
    [CmdletBinding(DefaultParameterSetName = 'Object', SupportsShouldProcess)]
    [OutputType('PyUpSync.Photo', [byte[]])]
    param (
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [Alias('Account', 'AccountName')]
        [string[]] $Person,

        [Parameter(Mandatory, Position = 1)]
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'ldaps://HOST/BASE', 'ldap+starttls://HOST/BASE', 'ldif:FILE' })]
        [string[]] $Directory,

        [Parameter(Mandatory, ParameterSetName = 'Bytes')]
        [switch] $AsByteStream,

        [Parameter(Mandatory, ParameterSetName = 'File')]
        [ValidateNotNullOrEmpty()]
        [string] $Destination,

        [ValidateSet('Current', 'Kerberos', 'Ntlm', 'Simple')]
        [string] $Authentication,

        [System.Management.Automation.PSCredential] $Credential,

        [ValidateNotNullOrEmpty()]
        [string] $UserName,

        [ValidateNotNullOrEmpty()]
        [string] $Keytab,

        [ValidateNotNullOrEmpty()]
        [string] $CAFile,

        [ValidateRange(1, 3600)]
        [int] $TimeoutSec
    )

    begin {
        $people = New-Object -TypeName 'System.Collections.Generic.List[string]'
    }

    process {
        $people.AddRange($Person)
    }

    end {
        if ($people.Count -eq 0) {
            return   # the pipeline was empty
        }
        $settings = ConvertTo-UpsSetting -Bound $PSBoundParameters -Cmdlet $PSCmdlet
        $settings.person = $people.ToArray()
        $settings.data = $PSCmdlet.ParameterSetName -ne 'Object'
        $folder = ''
        if ($Destination) {
            $folder = Resolve-UpsPath -Path $Destination -Cmdlet $PSCmdlet
        }
        Invoke-UpsJob -Cmdlet $PSCmdlet -Job 'photos.get' -Setting $settings | ForEach-Object -Process {
            if ($_.PSTypeNames -notcontains 'PyUpSync.Photo') {
                return   # somebody who was not found: the error says it
            }
            if ($AsByteStream) {
                if ($null -ne $_.Data) {
                    $PSCmdlet.WriteObject($_.Data, $false)
                }
                return
            }
            Save-UpsPhoto -Photo $_ -Folder $folder -Cmdlet $PSCmdlet
        }
    }
}
