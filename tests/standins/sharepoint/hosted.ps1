# Hosts Python as the module does and lets it work on the trust store from within: the cmdlets run in this runspace.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Port
)
Import-Module -Name $Module
& (Get-Module -Name PyUpSync) {
    param ($Port)
    function Enter-Hosted {
        [CmdletBinding()] param ($Port)
        Initialize-UpsEngine -Cmdlet $PSCmdlet
        Invoke-UpsPython -Module 'tests.standins.sharepoint.hosted' -Function 'serve' -Argument $Port
    }
    Enter-Hosted -Port $Port
} $Port
