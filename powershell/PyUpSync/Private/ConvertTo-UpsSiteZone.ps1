function ConvertTo-UpsSiteZone {
    <#
    .SYNOPSIS
    A PyUpSync.SiteZone from the finding about a site, or from what a site was refused for.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.SiteZone')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $null
    $advice = $Item.advice
    $reason = Get-UpsFact -Facts $Item -Name 'reason'
    $status = $Item.status
    if ($Item.type -eq 'finding') {
        $facts = $Item.facts
        $reason = $facts.why
        $advice = $facts.mendWords   # without the command line's command
    } else {
        $status = 'error'
    }
    return [pscustomobject] @{
        PSTypeName       = 'PyUpSync.SiteZone'
        Url              = $Item.subject
        Status           = $status.Substring(0, 1).ToUpperInvariant() + $status.Substring(1)
        Zone             = Get-UpsFact -Facts $facts -Name 'zoneName'
        SendsCredentials = Get-UpsFact -Facts $facts -Name 'sendsCredentials'
        DecidedBy        = Get-UpsFact -Facts $facts -Name 'decides'
        Confidence       = Get-UpsFact -Facts $facts -Name 'confidence'
        Reason           = $reason
        Advice           = $advice
        FarmZone         = Get-UpsFact -Facts $facts -Name 'farmZone'
        WebApplication   = Get-UpsFact -Facts $facts -Name 'webApplication'
        Origin           = Get-UpsFact -Facts $facts -Name 'origin'
        ZoneNumber       = Get-UpsFact -Facts $facts -Name 'zone'
        Mend             = [regex]::Replace((Get-UpsFact -Facts $facts -Name 'mend'), '^.', { $args[0].Value.ToUpperInvariant() })
    }
}
