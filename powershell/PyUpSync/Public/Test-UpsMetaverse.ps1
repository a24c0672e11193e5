function Test-UpsMetaverse {
    <#
    .SYNOPSIS
    Tells whether SharePoint's synchronization engine (FIM) has the pictures, and whether it is about to clear some.

    .DESCRIPTION
    Counts the people of the metaverse and those whose picture was read (SPS_MV_OctetString_PictureURL), tells who has a
    PictureURL and no picture, whether an export is pending that writes a blank over a picture that is there, and what the
    latest runs ended with. Only for SharePoint 2010 and 2013 with profile synchronization, and for MIM. Nothing is changed.

    What several sources hold is put together: give the metaverse and the connector space of Active Directory.

    .PARAMETER Source
    What to read. csexport:FILE is what csexport.exe wrote of the connector space, mv:FILE metaverse objects as XML, runs:FILE a
    run history as XML (the RunDetails of MIIS_RunHistory). sql:PROVIDER is the synchronization database itself, through an
    ADO.NET provider: sql:System.Data.SqlClient; it is only read. Relative paths start at PowerShell's current location.

    .PARAMETER ConnectionFile
    File whose first line is the connection string for sql:. Without it the environment's PYUPSYNC_CONNECTION is taken. It is
    shown nowhere.

    .PARAMETER Person
    Write those whose picture is missing or in danger, instead of the findings.

    .PARAMETER Quiet
    Write $true when nothing is wrong and $false when something is, instead of the findings.

    .PARAMETER Directory
    Where to look whose picture is there really: ldaps://HOST[:PORT]/BASE, ldap+starttls://HOST[:PORT]/BASE or ldif:FILE. Without
    it the engine's own memory of the directory counts.

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

    .PARAMETER TimeoutSec
    Seconds without an answer after which the directory is given up, from 1 to 3600; 30 when not given.

    .EXAMPLE
    Test-UpsMetaverse -Source mv:people.xml, csexport:pending.xml

    Tells how many pictures were read, and whether an export would clear any.

    .EXAMPLE
    Test-UpsMetaverse -Source sql:System.Data.SqlClient -ConnectionFile C:\Secure\fim.txt | Where-Object -Property Status -EQ -Value 'Error'

    Reads the synchronization database and shows what is wrong.

    .EXAMPLE
    Test-UpsMetaverse -Source csexport:pending.xml -Person | Export-Csv -Path blanks.csv -NoTypeInformation

    Lists those whose picture the next export would clear.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.Finding

    On pictures (Check is pictureRead), on what is pending (pendingExport) and on each agent's latest runs (runHistory). Shown by
    default: Check, Status, Subject, Actual. Also: Expected, Advice.

    PyUpSync.MetaversePerson

    With -Person, one for each. Shown by default: Account, Cause (PictureNotRead or BlankAboutToBeWritten), PictureUrl,
    DistinguishedName. Also: Agent, DisplayName, Id.

    System.Boolean

    With -Quiet: whether there is no error.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is MetaverseUnreadable,Test-UpsMetaverse when a source cannot be read.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsCertificateEvent

    .LINK
    Export-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Finding', 'PyUpSync.MetaversePerson', [bool])]
    param (
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Source,

        [ValidateNotNullOrEmpty()]
        [string] $ConnectionFile,

        [switch] $Person,

        [switch] $Quiet,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'ldaps://HOST/BASE', 'ldap+starttls://HOST/BASE', 'ldif:FILE' })]
        [string] $Directory,

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

    $bound = @{} + $PSBoundParameters
    $bound.Remove('Person')   # of other cmdlets it is a setting
    $job = @{
        Cmdlet  = $PSCmdlet
        Job     = 'profiles.metaverse'
        Setting = ConvertTo-UpsSetting -Bound $bound -Cmdlet $PSCmdlet
    }
    $job.Setting.sources = [string[]] @(foreach ($address in $Source) { Resolve-UpsAddress -Address $address -Cmdlet $PSCmdlet })
    if ($ConnectionFile) {
        $job.Setting.connection_file = Resolve-UpsPath -Path $ConnectionFile -Cmdlet $PSCmdlet
    }
    $good = $true
    Invoke-UpsJob @job -Judging | ForEach-Object -Process {
        $isPerson = $_.PSTypeNames -contains 'PyUpSync.MetaversePerson'
        if (-not $isPerson -and $_.Status -eq 'Error') {
            $good = $false
        }
        if (-not $Quiet -and $isPerson -eq [bool] $Person) {
            $_
        }
    }
    if ($Quiet) {
        $good
    }
}
