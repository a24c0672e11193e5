# A stand-in for some cmdlets of SharePoint; those of addresses and accounts are in Sites.ps1. It keeps to these documents:
#
# - learn.microsoft.com/powershell/module/sharepoint-server/ {get,new,set,remove}-sptrustedrootauthority,
#   get-spcertificateauthority, get-spserver: parameters, positions, parameter sets, pipeline input, "it must have only
#   one X509 certificate without private keys, otherwise an exception is raised".
# - MicrosoftDocs/office-docs-powershell pull request 3360: Set- takes no private key either.
# - KB2545744: the farm's own authority "local", CN=SharePoint Root Authority, OU=SharePoint, O=Microsoft, C=US.
# - "An object of the type ... named ... already exists under the parent ... named .... Rename your object or delete the
#   existing object." is the text of SPDuplicateObjectException as published logs have it; "The local farm is not
#   accessible. Cmdlets with FeatureDependencyId are not registered." that of a shell without a farm.
#
# Not documented, and so this module's own: the texts for a private key, for several certificates and for an identity
# that is not there; exception types have no namespace (PowerShell classes cannot have one).
#
# The environment says where and how:
#   PYUPSYNC_STANDIN_FARM       the JSON file of the farm's state, made when missing; shared by processes
#   PYUPSYNC_STANDIN_DELAY      milliseconds that each call that changes something takes, half before, half after it
#   PYUPSYNC_STANDIN_FAIL       CMDLET=KIND;... (* for any): farm, denied, runtime, broken, once (every other call)
#   PYUPSYNC_STANDIN_SERVERS    NAME=ROLE;... instead of the servers below

using namespace System.Security.Cryptography
using namespace System.Security.Cryptography.X509Certificates

$script:failedOnce = $false
$script:servers = 'APP1=Application;WFE1=WebFrontEnd;SQL1=Invalid'
$script:typeName = 'Microsoft.SharePoint.Administration.SPTrustedRootAuthority'

class SPDuplicateObjectException : System.Exception {
    SPDuplicateObjectException([string] $Message) : base($Message) { }
}

class SPCmdletPipeBindException : System.Exception {
    SPCmdletPipeBindException([string] $Message) : base($Message) { }
}

# A path is taken as the certificate file it names; what has several certificates or a private key is refused.
class SPCertificateFileAttribute : System.Management.Automation.ArgumentTransformationAttribute {
    [object] Transform([System.Management.Automation.EngineIntrinsics] $Engine, [object] $Value) {
        $given = $Value
        if ($given -is [psobject]) {
            $given = $given.PSObject.BaseObject
        }
        if ($given -isnot [string]) {
            return $given
        }
        $found = [X509Certificate2Collection]::new()
        $found.Import($given)
        if ($found.Count -ne 1) {
            throw [System.ArgumentException]::new("The certificate file must have only one X509 certificate; $given has $($found.Count).")
        }
        return $found[0]
    }
}

function Assert-Sound([string] $Command) {
    # Throws what the environment asks for.
    $fault = $null
    foreach ($pair in "$env:PYUPSYNC_STANDIN_FAIL".Split(';', [System.StringSplitOptions]::RemoveEmptyEntries)) {
        $name, $kind = $pair.Split('=')
        if ($name -eq '*' -or $name -eq $Command) {
            $fault = $kind
        }
    }
    switch ($fault) {
        'farm' { throw [System.InvalidOperationException]::new('The local farm is not accessible. Cmdlets with FeatureDependencyId are not registered.') }
        'denied' { throw [System.UnauthorizedAccessException]::new('Attempted to perform an unauthorized operation.') }
        'runtime' { throw [System.PlatformNotSupportedException]::new('Microsoft SharePoint is not supported with version 4.0.30319.42000 of the Microsoft .Net Runtime.') }
        'once' {
            $script:failedOnce = -not $script:failedOnce
            if ($script:failedOnce) { throw [System.InvalidOperationException]::new('An update conflict has occurred, and you must re-try this action.') }
        }
        'broken' { throw [System.InvalidOperationException]::new('An update conflict has occurred, and you must re-try this action.') }
    }
}

function Invoke-Farm([string] $Command, [scriptblock] $Work, [switch] $Change) {
    # Runs $Work with the farm's state, under a lock; what it leaves in the state is written when it is a change.
    Assert-Sound $Command
    $file = $env:PYUPSYNC_STANDIN_FARM
    $pause = [int] "0$env:PYUPSYNC_STANDIN_DELAY" / 2
    $lock = Lock-Farm "$file.lock"
    try {
        if ($Change) {
            [System.Threading.Thread]::Sleep($pause)
        }
        $state = Read-Farm $file
        & $Work $state
        if ($Change) {
            Write-Farm $file $state
            [System.Threading.Thread]::Sleep($pause)
        }
    } finally {
        $lock.Dispose()
    }
}

function Lock-Farm([string] $File) {
    while ($true) {
        try {
            return [System.IO.File]::Open($File, 'OpenOrCreate', 'ReadWrite', 'None')
        } catch [System.IO.IOException] {
            [System.Threading.Thread]::Sleep(5)
        }
    }
}

function Read-Farm([string] $File) {
    if (-not [System.IO.File]::Exists($File)) {
        $state = @{ authorities = [System.Collections.ArrayList]::new() }
        $null = $state.authorities.Add((New-Entry 'local' (New-LocalCertificate)))
        Write-Farm $File $state
        return $state
    }
    $rows = (ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($File))).authorities
    return @{ authorities = [System.Collections.ArrayList] @($rows) }
}

function Write-Farm([string] $File, [hashtable] $State) {
    $text = ConvertTo-Json -InputObject @{ authorities = @($State.authorities) } -Depth 3
    [System.IO.File]::WriteAllText("$File.new", $text)
    if ([System.IO.File]::Exists($File)) {
        [System.IO.File]::Replace("$File.new", $File, [NullString]::Value)
    } else {
        [System.IO.File]::Move("$File.new", $File)
    }
}

function New-Entry([string] $Name, [X509Certificate2] $Certificate) {
    [pscustomobject] @{
        id = [guid]::NewGuid().ToString(); name = $Name; certificate = [System.Convert]::ToBase64String($Certificate.RawData)
    }
}

function New-LocalCertificate {
    $key = [RSA]::Create(2048)
    $subject = 'CN=SharePoint Root Authority, OU=SharePoint, O=Microsoft, C=US'
    $request = [CertificateRequest]::new($subject, $key, [HashAlgorithmName]::SHA256, [RSASignaturePadding]::Pkcs1)
    $request.CertificateExtensions.Add([X509BasicConstraintsExtension]::new($true, $false, 0, $true))
    $now = [System.DateTimeOffset]::UtcNow
    $own = $request.CreateSelfSigned($now.AddDays(-1), $now.AddYears(100))
    [X509Certificate2]::new($own.RawData)
}

function ConvertTo-Authority([object] $Entry) {
    [pscustomobject] @{
        PSTypeName  = $script:typeName
        Certificate = [X509Certificate2]::new([System.Convert]::FromBase64String($Entry.certificate))
        Name        = $Entry.name
        TypeName    = $script:typeName
        DisplayName = $Entry.name
        Id          = [guid] $Entry.id
        Status      = 'Online'
        Parent      = 'SPTrustedRootAuthorityManager'
        Version     = 1
        Properties  = @{}
    }
}

function Find-Entry([hashtable] $State, [object] $Identity) {
    # SPTrustedRootAuthorityPipeBind: a GUID, a name, or an authority.
    $word = Get-Word $Identity
    foreach ($entry in $State.authorities) {
        if ($entry.id -eq $word -or $entry.name -eq $word) {
            return $entry
        }
    }
    throw [SPCmdletPipeBindException]::new("The trusted root authority $word was not found.")
}

function Get-Word([object] $Identity) {
    if ($Identity.PSObject.Properties['Id']) {
        return [string] $Identity.Id
    }
    return [string] $Identity
}

function Assert-Public([X509Certificate2] $Certificate) {
    if ($Certificate.HasPrivateKey) {
        throw [System.ArgumentException]::new('The certificate must be an X509 certificate without private keys.')
    }
}

function Read-EndPoint([uri] $MetadataEndPoint) {
    throw [System.NotSupportedException]::new("This stand-in reads no metadata ($MetadataEndPoint).")
}

function Get-SPTrustedRootAuthority {
    [CmdletBinding()]
    param (
        [Parameter(Position = 0, ValueFromPipeline)] [object] $Identity,
        [object] $AssignmentCollection
    )
    process {
        Invoke-Farm 'Get-SPTrustedRootAuthority' {
            param ($state)
            $found = $state.authorities
            if ($null -ne $Identity) {
                $found = @(Find-Entry $state $Identity)
            }
            $found | ForEach-Object { ConvertTo-Authority $_ }
        }
    }
}

function New-SPTrustedRootAuthority {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'ManualUpdateCertificateParameterSet')]
    param (
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Mandatory, ParameterSetName = 'ManualUpdateCertificateParameterSet')]
        [SPCertificateFileAttribute()] [X509Certificate2] $Certificate,
        [Parameter(Mandatory, ParameterSetName = 'MetadataEndPointParameterSet')] [uri] $MetadataEndPoint,
        [Parameter(ValueFromPipeline)] [object] $AssignmentCollection
    )
    process {
        if ($MetadataEndPoint) {
            Read-EndPoint $MetadataEndPoint
        }
        Assert-Public $Certificate
        if (-not $PSCmdlet.ShouldProcess($Name, 'New-SPTrustedRootAuthority')) {
            return
        }
        Invoke-Farm 'New-SPTrustedRootAuthority' -Change {
            param ($state)
            if (@($state.authorities | Where-Object { $_.name -eq $Name }).Count) {
                $manager = 'Microsoft.SharePoint.Administration.SPTrustedRootAuthorityManager'
                $text = "An object of the type $script:typeName named ""$Name"" already exists under the parent $manager named ""SharePoint Trusted Root Authority Manager"".  Rename your object or delete the existing object."
                throw [SPDuplicateObjectException]::new($text)
            }
            $entry = New-Entry $Name $Certificate
            $null = $state.authorities.Add($entry)
            ConvertTo-Authority $entry
        }
    }
}

function Set-SPTrustedRootAuthority {
    [CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'ManualUpdateCertificateParameterSet')]
    param (
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [object] $Identity,
        [Parameter(ParameterSetName = 'ManualUpdateCertificateParameterSet')]
        [SPCertificateFileAttribute()] [X509Certificate2] $Certificate,
        [Parameter(ParameterSetName = 'MetadataEndPointParameterSet')] [uri] $MetadataEndPoint,
        [object] $AssignmentCollection
    )
    process {
        if ($MetadataEndPoint) {
            Read-EndPoint $MetadataEndPoint
        }
        if ($Certificate) {
            Assert-Public $Certificate
        }
        if (-not $PSCmdlet.ShouldProcess((Get-Word $Identity), 'Set-SPTrustedRootAuthority')) {
            return
        }
        Invoke-Farm 'Set-SPTrustedRootAuthority' -Change {
            param ($state)
            $entry = Find-Entry $state $Identity
            if ($Certificate) {
                $entry.certificate = [System.Convert]::ToBase64String($Certificate.RawData)
            }
            ConvertTo-Authority $entry
        }
    }
}

function Remove-SPTrustedRootAuthority {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param (
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)] [object] $Identity,
        [object] $AssignmentCollection
    )
    process {
        if (-not $PSCmdlet.ShouldProcess((Get-Word $Identity), 'Remove-SPTrustedRootAuthority')) {
            return
        }
        Invoke-Farm 'Remove-SPTrustedRootAuthority' -Change {
            param ($state)
            $state.authorities.Remove((Find-Entry $state $Identity))
        }
    }
}

function Get-SPCertificateAuthority {
    [CmdletBinding()]
    param (
        [Parameter(ValueFromPipeline)] [object] $AssignmentCollection
    )
    process {
        $local = Get-SPTrustedRootAuthority -Identity 'local'
        [pscustomobject] @{
            PSTypeName      = 'Microsoft.SharePoint.Administration.Claims.SPCertificateAuthority'
            RootCertificate = $local.Certificate
        }
    }
}

function Get-SPServer {
    [CmdletBinding()]
    param (
        [Parameter(Position = 0, ValueFromPipeline)] [object] $Identity,
        [Parameter(ValueFromPipelineByPropertyName)] [object] $ServiceInstance,
        [object] $AssignmentCollection
    )
    process {
        Invoke-Farm 'Get-SPServer' {
            $all = $script:servers
            if ($env:PYUPSYNC_STANDIN_SERVERS) {
                $all = $env:PYUPSYNC_STANDIN_SERVERS
            }
            foreach ($pair in $all.Split(';')) {
                $name, $role = $pair.Split('=')
                if ($null -eq $Identity -or $Identity -eq $name) {
                    [pscustomobject] @{
                        PSTypeName = 'Microsoft.SharePoint.Administration.SPServer'
                        Name       = $name
                        Address    = $name
                        Role       = $role
                        Status     = 'Online'
                    }
                }
            }
        }
    }
}

. (Join-Path -Path $PSScriptRoot -ChildPath 'Sites.ps1')

Export-ModuleMember -Function '*-SP*'
