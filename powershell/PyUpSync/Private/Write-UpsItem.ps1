function Write-UpsItem {
    <#
    .SYNOPSIS
    Writes a change, an outcome or a message: objects to the pipeline, failures to the error stream as well.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.PhotoOutcome', 'PyUpSync.PhotoChange')]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory)]
        [psobject] $Item
    )

    if ($Item.type -eq 'message') {
        switch ($Item.level) {
            'verbose' { $Cmdlet.WriteVerbose($Item.text) }
            'warning' { $Cmdlet.WriteWarning($Item.text) }
            'error' { $Cmdlet.WriteError((ConvertTo-UpsErrorRecord -Code 'UpSyncFailed' -Message $Item.text)) }
        }
        return
    }
    $object = ConvertTo-UpsPhotoObject -Item $Item
    $object
    if ($object.Status -eq 'Failed') {
        $problem = @{ Code = $object.Code; Message = "$($object.Account): $($object.Reason)"; Advice = $object.Advice; Target = $object }
        $Cmdlet.WriteError((ConvertTo-UpsErrorRecord @problem))
    }
}
