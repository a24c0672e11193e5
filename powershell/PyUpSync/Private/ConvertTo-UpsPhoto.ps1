function ConvertTo-UpsPhoto {
    <#
    .SYNOPSIS
    A PyUpSync.Photo from the record of a picture in the directory.
    #>
    [CmdletBinding()]
    [OutputType('PyUpSync.Photo')]
    param (
        [Parameter(Mandatory)]
        [psobject] $Item
    )

    $facts = $Item.facts
    $bytes = $null
    $data = Get-UpsFact -Facts $facts -Name 'data'
    if ($null -ne $data) {
        # One conversion in .NET of one text: Python's bytes as an object would be copied byte by byte (pythonnet issue 2069).
        $bytes = [System.Convert]::FromBase64String($data)
    }
    return [pscustomobject] @{
        PSTypeName     = 'PyUpSync.Photo'
        Account        = $facts.account
        Bytes          = Get-UpsFact -Facts $facts -Name 'bytes'
        Format         = Get-UpsFact -Facts $facts -Name 'format'
        Width          = Get-UpsFact -Facts $facts -Name 'width'
        Height         = Get-UpsFact -Facts $facts -Name 'height'
        Sha256         = Get-UpsFact -Facts $facts -Name 'sha256'
        Name           = $facts.name
        SamAccountName = $facts.sam
        Person         = $facts.person
        Path           = $null
        Data           = $bytes
    }
}
