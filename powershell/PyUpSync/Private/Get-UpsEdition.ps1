function Get-UpsEdition {
    <#
    .SYNOPSIS
    What differs between Windows PowerShell 5.1 and PowerShell 7, and between systems: all of it, here.

    .DESCRIPTION
    ShowsAdvice    Whether an error's recommended action is shown with it.
    NativeLibrary  The class that finds names in a native library; .NET Framework has none.
    OnWindows      Whether this is Windows.
    #>
    [CmdletBinding()]
    [OutputType([psobject])]
    param ()

    [pscustomobject] @{
        ShowsAdvice   = $PSVersionTable.PSEdition -eq 'Core'
        NativeLibrary = 'System.Runtime.InteropServices.NativeLibrary' -as [type]
        OnWindows     = [System.Environment]::OSVersion.Platform -ne [System.PlatformID]::Unix
    }
}
