function ConvertTo-UpsProgress {
    <#
    .SYNOPSIS
    A progress record from a progress event.
    #>
    [CmdletBinding()]
    [OutputType([System.Management.Automation.ProgressRecord])]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $status = "$($Item.done) done"
    $percent = -1
    if ($Item.total) {
        $status = "$($Item.done) of $($Item.total)"
        $percent = [System.Math]::Min(100, [int] [System.Math]::Floor(100 * $Item.done / $Item.total))
    }
    $record = New-Object -TypeName System.Management.Automation.ProgressRecord -ArgumentList 1, $Item.activity, $status
    $record.PercentComplete = $percent
    $record.CurrentOperation = $Item.current
    return $record
}
