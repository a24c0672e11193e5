function Get-UpsSyncConnection {
    <#
    .SYNOPSIS
    Lists what profiles are synchronized with: the connections of the User Profile service application.

    .DESCRIPTION
    Writes each connection to the pipeline with its kind, its server, the account that it logs on with, the containers that
    are selected in it, and how it maps the picture. Passwords are not told. Nothing is changed.

    The kind says whether pictures can get to Active Directory this way at all: ActiveDirectory is one of the User Profile
    Synchronization service of SharePoint 2010 and 2013, which exports; ActiveDirectoryImport only reads.

    .PARAMETER Farm
    Address of the farm: sharepoint: (the default) is the farm of this server, in this PowerShell or a child Windows
    PowerShell; sharepoint:2010 is SharePoint 2010. om: is the same through .NET, om:https://SITE the service application of
    that site. farm:FILE is what a farm said of itself in a file. Relative paths start at PowerShell's current location.

    .EXAMPLE
    Get-UpsSyncConnection

    Lists the connections of the farm of this server.

    .EXAMPLE
    Get-UpsSyncConnection -Farm farm:farm.json | Select-Object -ExpandProperty Included

    Lists the containers that are selected in a farm whose connections were kept in a file, as "pyupsync profiles
    connections --save FILE" does.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.SyncConnection

    Shown by default: Connection (its name), Kind (SharePoint's ConnectionType), Server, Account, Picture (how PictureURL is
    mapped). Also: KindName, UseSsl, NamingContexts, Included and Excluded (containers), Mappings (how many; nothing when the
    connection does not tell).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is its code: ProfileServiceAccessDenied,Get-UpsSyncConnection.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsPictureMapping

    .LINK
    Set-UpsPictureMapping

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.SyncConnection')]
    param (
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'om:', 'farm:FILE' })]
        [string] $Farm
    )

    Invoke-UpsProfileJob -Cmdlet $PSCmdlet -Job 'profiles.connections' -Bound $PSBoundParameters
}
