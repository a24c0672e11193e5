function Test-UpsAddress {
    <#
    .SYNOPSIS
    Refuses, for a parameter's ValidateScript, what has no form of an address: people.csv instead of csv:people.csv.

    .DESCRIPTION
    Whether the form is one that the job takes is the job's to say, in the words that every face of it has.
    #>
    [CmdletBinding()]
    [OutputType([bool])]
    param (
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string] $Address,

        # As they are told: 'csv:FILE'.
        [Parameter(Mandatory)]
        [string[]] $Form
    )

    # A single letter is a drive's.
    if ($Address -match '^[a-z][a-z0-9+.-]+:') {
        return $true
    }
    foreach ($known in $Form) {
        if ($Address -eq $known.Split(':')[0]) {
            return $true
        }
    }
    throw "'$Address' is no address: it begins with none of $($Form -join ', ')."
}
