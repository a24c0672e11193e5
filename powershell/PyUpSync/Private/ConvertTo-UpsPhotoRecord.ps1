function ConvertTo-UpsPhotoRecord {
    <#
    .SYNOPSIS
    A PyUpSync.PhotoRun or a PyUpSync.PhotoHistory from a record of the journal.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoRun', 'PyUpSync.PhotoHistory')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    if ($Item.kind -eq 'photoRun') {
        $ended = $null
        if ($facts.ended) {
            $ended = ConvertTo-UpsTime -Value $facts.ended
        }
        return [pscustomobject] @{
            PSTypeName = 'PyUpSync.PhotoRun'
            Run        = $facts.run
            Job        = $facts.job.Substring(0, 1).ToUpperInvariant() + $facts.job.Substring(1)
            Started    = ConvertTo-UpsTime -Value $facts.started
            Ended      = $ended
            Applied    = $facts.applied
            Failed     = $facts.failed
            Open       = $facts.open
            Directory  = $facts.directory
        }
    }
    return [pscustomobject] @{
        PSTypeName   = 'PyUpSync.PhotoHistory'
        Account      = $facts.account
        Run          = $facts.run
        Time         = ConvertTo-UpsTime -Value $facts.at
        Status       = $facts.status.Substring(0, 1).ToUpperInvariant() + $facts.status.Substring(1)
        Code         = $facts.code
        Action       = $facts.action
        Person       = $facts.person
        BeforeSha256 = $facts.before
        BeforeBytes  = $facts.before_bytes
        AfterSha256  = $facts.after
        AfterBytes   = $facts.after_bytes
        IsKept       = $facts.kept
    }
}
