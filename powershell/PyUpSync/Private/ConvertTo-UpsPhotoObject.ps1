function ConvertTo-UpsPhotoObject {
    <#
    .SYNOPSIS
    A PyUpSync.PhotoOutcome or, for a change not made yet, a PyUpSync.PhotoChange.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoOutcome', 'PyUpSync.PhotoChange')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $sizes = @{}
    foreach ($side in 'before', 'after') {
        $facts = $Item.$side
        $sizes["${side}Sha256"] = $null
        $sizes["${side}Bytes"] = $null
        if ($facts) {
            $sizes["${side}Sha256"] = $facts.sha256
            $sizes["${side}Bytes"] = $facts.bytes
        }
    }
    if ($Item.type -eq 'change') {
        $type = 'PyUpSync.PhotoChange'
        $replaced = 'nothing'
        if ($sizes.beforeBytes) {
            $replaced = "$($sizes.beforeBytes) bytes"
        }
        $made = 'nothing'
        if ($sizes.afterBytes) {
            $made = "$($sizes.afterBytes) bytes"
        }
        $verdict = 'Planned', 'Planned', "$($Item.action): $made for $replaced.", ''
    } else {
        $type = 'PyUpSync.PhotoOutcome'
        $status = $Item.status.Substring(0, 1).ToUpperInvariant() + $Item.status.Substring(1)
        $verdict = $status, $Item.code, $Item.reason, $Item.advice
    }
    $person = $Item.target
    if ($person -eq $Item.subject) {
        $person = $null   # nobody was found for the account
    }
    return [pscustomobject] @{
        PSTypeName   = $type
        Account      = $Item.subject
        Status       = $verdict[0]
        Code         = $verdict[1]
        Reason       = $verdict[2]
        Advice       = $verdict[3]
        Person       = $person
        Action       = $Item.action
        BeforeSha256 = $sizes.beforeSha256
        BeforeBytes  = $sizes.beforeBytes
        AfterSha256  = $sizes.afterSha256
        AfterBytes   = $sizes.afterBytes
    }
}
