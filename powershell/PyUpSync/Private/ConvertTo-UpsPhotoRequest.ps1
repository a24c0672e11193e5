function ConvertTo-UpsPhotoRequest {
    <#
    .SYNOPSIS
    A PyUpSync.PhotoRequest or, of all that was read, a PyUpSync.RequestLog from a record.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoRequest', 'PyUpSync.RequestLog')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    if ($Item.kind -eq 'requestLog') {
        return [pscustomobject] @{
            PSTypeName = 'PyUpSync.RequestLog'
            Read       = $facts.read
            Requests   = $facts.requests
            Torn       = $facts.torn
            UnderWay   = $facts.underWay
        }
    }
    $time = $null
    if ($facts.time) {
        $time = ConvertTo-UpsTime -Value $facts.time
    }
    $status = [string] $facts.status
    if ($null -ne $facts.substatus) {
        $status = "$status.$($facts.substatus)"
    }
    return [pscustomobject] @{
        PSTypeName   = 'PyUpSync.PhotoRequest'
        Time         = $time
        Client       = $facts.client
        Status       = $status
        Code         = $facts.win32
        Picture      = $facts.account
        Size         = $facts.size
        Method       = $facts.method
        Address      = $facts.path
        Query        = $facts.query
        User         = $facts.user
        Agent        = $facts.agent
        HostName     = $facts.host
        Port         = $facts.port
        Server       = $facts.server
        Site         = $facts.site
        Milliseconds = $facts.milliseconds
        File         = $facts.file
    }
}
