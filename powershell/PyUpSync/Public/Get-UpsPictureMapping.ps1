function Get-UpsPictureMapping {
    <#
    .SYNOPSIS
    Tells whether profile pictures are exported to thumbnailPhoto, and what else brings or takes pictures.

    .DESCRIPTION
    Judges each connection of the User Profile service application: is PictureURL exported to thumbnailPhoto by it, is it
    imported as well, which a property must not be, or can the connection not export at all? Web applications that take
    pictures from Exchange are told too, since they compete. Nothing is changed.

    .PARAMETER Connection
    Names of the connections that are meant, as Get-UpsSyncConnection lists them. When not given: every one to Active
    Directory.

    .PARAMETER Farm
    Address of the farm: sharepoint: (the default) is the farm of this server, in this PowerShell or a child Windows
    PowerShell; sharepoint:2010 is SharePoint 2010. om: is the same through .NET, om:https://SITE the service application of
    that site. farm:FILE is what a farm said of itself in a file. Relative paths start at PowerShell's current location.

    .EXAMPLE
    Get-UpsPictureMapping

    Judges the farm of this server.

    .EXAMPLE
    Get-UpsPictureMapping -Farm farm:farm.json | Where-Object -Property Cause -EQ -Value NoExportOnADImport

    Lists the connections that export nothing, whatever is mapped; Export-UpsPhoto is the way there.

    .INPUTS
    System.String

    Names of connections, also as the property Connection of any object: what Get-UpsSyncConnection writes.

    .OUTPUTS
    PyUpSync.PictureMapping

    Shown by default: Connection (or the address of a web application), Status (Ok, Warning, Error), Cause (a stable word:
    ExportMappingMissing, ImportAndExport, NoExportOnADImport, PictureImportEnabled, NoConnection and others; empty when all
    is well), Actual. Also: Advice, Expected, Check, Kind, Property, Attribute, Exported, Imported (from which attribute).

    .NOTES
    The id of an error (FullyQualifiedErrorId) is its code: ProfileServiceMissing,Get-UpsPictureMapping.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Set-UpsPictureMapping

    .LINK
    Get-UpsSyncConnection

    .LINK
    Export-UpsPhoto

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PictureMapping')]
    param (
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Connection,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'om:', 'farm:FILE' })]
        [string] $Farm
    )

    begin {
        $names = New-Object -TypeName 'System.Collections.Generic.List[string]'
    }

    process {
        foreach ($name in $Connection) {
            $names.Add($name)
        }
    }

    end {
        Invoke-UpsProfileJob -Cmdlet $PSCmdlet -Job 'profiles.mapping' -Bound $PSBoundParameters -Connection $names -Judging
    }
}
