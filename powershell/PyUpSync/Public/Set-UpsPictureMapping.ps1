function Set-UpsPictureMapping {
    <#
    .SYNOPSIS
    Has the User Profile service export profile pictures to thumbnailPhoto.

    .DESCRIPTION
    Adds the export of PictureURL to thumbnailPhoto to connections of the User Profile Synchronization service (SharePoint
    2010 and 2013). What is mapped so already is Unchanged, so running it again does no harm.

    A property goes one way only: where PictureURL is imported, by whatever connection, or exported to another attribute, it
    is an error, unless -Force removes those mappings first. Where one of them stays, nothing is added. Another property's
    export to thumbnailPhoto is left alone. Connections of Active Directory Import (2013 and later) export nothing: use
    Export-UpsPhoto there. While a synchronization runs nothing is changed.

    .PARAMETER Connection
    Names of the connections that are meant, as Get-UpsSyncConnection lists them. When not given: every one to Active
    Directory.

    .PARAMETER Farm
    Address of the farm: sharepoint: (the default) is the farm of this server, in this PowerShell or a child Windows
    PowerShell; sharepoint:2010 is SharePoint 2010. om: is the same through .NET, om:https://SITE the service application of
    that site. farm:FILE is what a farm said of itself in a file. Relative paths start at PowerShell's current location.

    .PARAMETER Force
    Remove what is in the export's way: imports of PictureURL, its export to another attribute.

    .EXAMPLE
    Set-UpsPictureMapping -WhatIf

    Shows what would be mapped in the farm of this server.

    .EXAMPLE
    Get-UpsSyncConnection -Farm farm:farm.json | Set-UpsPictureMapping -Farm farm:farm.json -Force -Confirm:$false

    Has every connection of a farm in a file export pictures, without asking, and removes imports of them first.

    .INPUTS
    System.String

    Names of connections, also as the property Connection of any object: what Get-UpsSyncConnection writes.

    .OUTPUTS
    PyUpSync.MappingOutcome

    One for each mapping that was added or removed, and for each connection that needed none or could have none. Shown by
    default: Connection, Status (Applied, Unchanged, Skipped, Failed), Code, Reason. Also: Advice, Action, Property, Attribute.

    .NOTES
    The id of an error (FullyQualifiedErrorId) is the outcome's code: ImportAndExport,Set-UpsPictureMapping.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsPictureMapping

    .LINK
    Start-UpsSynchronization

    .LINK
    about_PyUpSync
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-UpsJob asks, for each change')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('PyUpSync.MappingOutcome')]
    param (
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string[]] $Connection,

        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'om:', 'farm:FILE' })]
        [string] $Farm,

        [switch] $Force
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
        Invoke-UpsProfileJob -Cmdlet $PSCmdlet -Job 'profiles.set' -Bound $PSBoundParameters -Connection $names -Apply
    }
}
