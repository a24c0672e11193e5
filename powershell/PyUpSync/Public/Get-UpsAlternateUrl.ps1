function Get-UpsAlternateUrl {
    <#
    .SYNOPSIS
    Lists every address that a SharePoint farm answers to: what the Intranet zone of its service account needs.

    .DESCRIPTION
    Asks the farm for its alternate access mappings, its web applications, the My Site host of each User Profile service
    application and its host-named site collections, and writes each address to the pipeline with SharePoint's zone of it
    and what says so. An address that is said in two places comes twice. Central Administration's are left out. Nothing is
    changed.

    .PARAMETER Farm
    Address of the farm: sharepoint: (the default) is the farm of this server, through SharePoint's own cmdlets; run it as
    a farm administrator. farm:FILE is a JSON file of the same, as "pyupsync farm urls --save FILE" writes it. Relative
    paths start at PowerShell's current location.

    .EXAMPLE
    Get-UpsAlternateUrl

    Lists the addresses of the farm of this server.

    .EXAMPLE
    Get-UpsAlternateUrl | Where-Object -Property WebApplication -EQ -Value 'My Sites' | Select-Object -ExpandProperty Url -Unique

    Gives the addresses of one web application, each once.

    .EXAMPLE
    Get-UpsAlternateUrl -Farm farm:farm.json | Where-Object -Property Origin -EQ -Value 'My Site host'

    Gives the My Site host of a farm that was listed on its own server.

    .INPUTS
    None. Nothing is taken from the pipeline.

    .OUTPUTS
    PyUpSync.AlternateUrl

    One for each address and what says so: Url, Zone (SharePoint's: Default, Intranet, Internet, Custom or Extranet; empty when
    it is not known), WebApplication, Origin (alternate access mapping, web application, My Site host or host-named site
    collection).

    .NOTES
    The id of the error when the farm cannot be asked (FullyQualifiedErrorId) is FarmFailed,Get-UpsAlternateUrl.
    The Python that does the work is found as about_PyUpSync says.

    .LINK
    Get-UpsTrustedRoot

    .LINK
    about_PyUpSync
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.AlternateUrl')]
    param (
        [ValidateNotNullOrEmpty()]
        [ValidateScript({ Test-UpsAddress -Address $_ -Form 'sharepoint:', 'farm:FILE' })]
        [string] $Farm
    )

    $address = 'sharepoint:'
    if ($Farm) {
        $address = Resolve-UpsAddress -Address $Farm -Cmdlet $PSCmdlet
    }
    $job = @{
        Cmdlet  = $PSCmdlet
        Job     = 'farm.urls'
        Setting = @{ farm = $address }
    }
    Invoke-UpsJob @job
}
