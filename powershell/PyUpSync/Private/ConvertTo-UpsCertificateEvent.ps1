function ConvertTo-UpsCertificateEvent {
    <#
    .SYNOPSIS
    A PyUpSync.CertificateEvent from a finding on a certificate that SharePoint refused.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.CertificateEvent')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    $times = @{}
    foreach ($name in 'first', 'last') {
        $value = Get-UpsFact -Facts $facts -Name $name
        # A log without a time zone has the server's own time: it is left as it is.
        if ($value -isnot [datetime] -or $value.Kind -ne [System.DateTimeKind]::Unspecified) {
            $value = ConvertTo-UpsTime -Value $value
        }
        $times[$name] = $value
    }
    return [pscustomobject] @{
        PSTypeName = 'PyUpSync.CertificateEvent'
        Subject    = $Item.subject
        Cause      = Get-UpsFact -Facts $facts -Name 'cause'
        Count      = Get-UpsFact -Facts $facts -Name 'count'
        Last       = $times.last
        Advice     = $Item.advice
        First      = $times.first
        Issuer     = Get-UpsFact -Facts $facts -Name 'issuer'
        Thumbprint = Get-UpsFact -Facts $facts -Name 'thumbprint'
        Error      = Get-UpsFact -Facts $facts -Name 'errors'
        Status     = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        Origin     = Get-UpsFact -Facts $facts -Name 'origin'
    }
}
