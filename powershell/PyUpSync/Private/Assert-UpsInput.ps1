function Assert-UpsInput {
    <#
    .SYNOPSIS
    Nothing came: from an empty pipeline that is nothing to do; without a pipeline something was forgotten.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param (
        [Parameter(Mandatory)]
        [string] $Message,

        [Parameter(Mandatory)]
        [string] $Advice,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    if ($Cmdlet.MyInvocation.ExpectingInput) {
        $Cmdlet.WriteVerbose("$Message The pipeline was empty.")
        return
    }
    $Cmdlet.ThrowTerminatingError((ConvertTo-UpsErrorRecord -Code 'UsageInvalid' -Message $Message -Advice $Advice))
}
