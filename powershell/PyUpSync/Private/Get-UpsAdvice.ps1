function Get-UpsAdvice {
    <#
    .SYNOPSIS
    What to do about an error of a category, where the error itself says nothing better.
    #>
    [CmdletBinding()]
    [OutputType([string])]
    param (
        [Parameter(Mandatory)]
        [System.Management.Automation.ErrorCategory] $Category
    )

    $advice = @{
        AuthenticationError = 'Check the user, the password or keytab, and that the account is neither locked nor expired.'
        ConnectionError     = 'Check the name, the port and the way there, and run it again.'
        InvalidArgument     = 'Correct what was given; Get-Help with the cmdlet''s name and -Full tells what is taken.'
        InvalidData         = 'Look at what it was read from; what is there cannot be used.'
        InvalidOperation    = 'Look at how things are now, and run it again where that is as it should be.'
        InvalidResult       = 'Run it again; if it comes again, -Debug tells where it arose.'
        LimitsExceeded      = 'Ask for less at once, or raise the limit.'
        NotImplemented      = 'Ask for it in another way; about_PyUpSync names what there is.'
        NotInstalled        = 'Run pyupsync module doctor.'
        NotSpecified        = 'Run it again with -Debug, and report what that shows.'
        ObjectNotFound      = 'Check the name, and where it was looked for.'
        OperationTimeout    = 'Look whether it is still under way, and give it more time.'
        PermissionDenied    = 'Give the right to the account that this runs under, or run it as another.'
        ReadError           = 'Check that it is there and that the account this runs under may read it.'
        ResourceBusy        = 'Wait for whoever has it, and run it again.'
        ResourceExists      = 'Look at what is there already, and remove it or name another.'
        ResourceUnavailable = 'Check that it is there and that the account this runs under may use it.'
        SecurityError       = 'Find out why it is not trusted; Test-UpsTrustedRoot tells of certificates.'
    }
    return $advice[[string] $Category]
}
