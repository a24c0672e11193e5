function Complete-UpsLogin {
    <#
    .SYNOPSIS
    Refuses two users for one login; a credential or a keytab without -Authentication means Kerberos.
    #>
    [CmdletBinding()]
    [OutputType([void])]
    param (
        [Parameter(Mandatory)]
        [hashtable] $Setting,

        # 'Site' for the photo site's parameters, empty for the directory's.
        [AllowEmptyString()]
        [string] $Name,

        # 'site_' for the photo site's settings, empty for the directory's.
        [AllowEmptyString()]
        [string] $Prefix,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $credential = $Setting.ContainsKey("${Prefix}credential")
    $keytab = $Setting.ContainsKey("${Prefix}keytab")
    if ($credential -and ($keytab -or $Setting.ContainsKey("${Prefix}user"))) {
        $problem = @{
            Code    = 'UsageInvalid'
            Message = "-${Name}Credential cannot be given together with -${Name}UserName or -${Name}Keytab."
            Advice  = "Give -${Name}Credential alone, or -${Name}UserName with -${Name}Keytab."
        }
        $Cmdlet.ThrowTerminatingError((ConvertTo-UpsErrorRecord @problem))
    }
    if (($credential -or $keytab) -and -not $Setting.ContainsKey("${Prefix}auth")) {
        $Setting["${Prefix}auth"] = 'kerberos'
    }
}
