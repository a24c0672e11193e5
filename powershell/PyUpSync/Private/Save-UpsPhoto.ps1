function Save-UpsPhoto {
    <#
    .SYNOPSIS
    A PyUpSync.Photo without its bytes, which go to a file of the folder where one is given.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Photo')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Photo,

        # Empty for no file.
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string] $Folder,

        [Parameter(Mandatory)]
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $bytes = $Photo.Data
    $Photo.PSObject.Properties.Remove('Data')
    if ($Folder -and $null -ne $bytes) {
        # Active Directory refuses most of these in a sAMAccountName ([MS-SAMR] 3.1.1.6); a directory in a file may have them.
        $name = $Photo.SamAccountName
        foreach ($character in [System.IO.Path]::GetInvalidFileNameChars() + '\', '/', ':') {
            $name = $name.Replace([string] $character, '_')
        }
        $ending = @{ JPEG = 'jpg'; '' = 'bin' }[$Photo.Format]
        if (-not $ending) {
            $ending = $Photo.Format.ToLowerInvariant()
        }
        $file = [System.IO.Path]::Combine($Folder, "$name.$ending")
        if (-not $Cmdlet.ShouldProcess($file, 'Write picture')) {
            return $Photo
        }
        $failure = ''
        try {
            $null = [System.IO.Directory]::CreateDirectory($Folder)
            [System.IO.File]::WriteAllBytes($file, $bytes)
            $Photo.Path = $file
        } catch {
            $failure = $_.Exception.GetBaseException().Message
        }
        if ($failure) {
            $problem = @{ Code = 'PhotoFailed'; Message = "$file cannot be written: $failure"; Target = $Photo }
            $Cmdlet.WriteError((ConvertTo-UpsErrorRecord @problem -Advice 'Check the folder and its rights.'))
        }
    }
    return $Photo
}
