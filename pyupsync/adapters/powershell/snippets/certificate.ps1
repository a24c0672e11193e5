# The certificate of Base-64 DER: exactly one, public.
param ([string] $Base64)
[byte[]] $bytes = [System.Convert]::FromBase64String($Base64)
$certificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList @(, $bytes)
if ($certificate.HasPrivateKey -or [System.Convert]::ToBase64String($certificate.RawData) -ne $Base64) {
    throw 'pyupsync:NotOneCertificate'
}
$certificate
