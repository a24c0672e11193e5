# Sends events and pictures through the module's door, and tells in JSON how many seconds each way took.
param (
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Folder,
    [Parameter(Mandatory)] [int] $Size,
    [Parameter(Mandatory)] [string] $Report
)

Import-Module -Name $Module
$directory = "ldif:$Folder/people.ldif"
$people = @(1..$Size | ForEach-Object -Process { "bench$_" })
$told = & (Get-Module -Name PyUpSync) {
    param ($Size, $People, $Directory)

    function Get-Outcome {
        [CmdletBinding()]
        [OutputType('PyUpSync.PhotoOutcome')]
        param ([int] $Size)
        Invoke-UpsJob -Cmdlet $PSCmdlet -Job 'bench' -Setting @{ size = $Size }
    }

    function Measure-Way([scriptblock] $Script) {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        $null = & $Script
        $watch.Elapsed.TotalSeconds
    }

    $null = Get-UpsPhoto -Person 'bench1' -Directory $Directory
    $code = @'
def prepare():
    from pyupsync import bridge
    from pyupsync.model import Outcome

    def bench(settings, what_if):
        for number in range(settings["size"]):
            after = {"sha256": "0" * 64, "bytes": 9000 + number}
            yield Outcome("photos", "Set thumbnailPhoto", f"CN=person{number},OU=Staff,DC=corp", "applied",
                          "Applied", "Picture published.", after=after, subject=f"CORP\\person{number}")

    bridge.JOBS["bench"] = bench
    return ""
'@
    $null = Invoke-UpsPython -Code $code -Function 'prepare'
    $null = Get-Outcome -Size 500   # what the first calls compile is not what the others cost
    $script:first = $null
    $script:watch = [System.Diagnostics.Stopwatch]::StartNew()
    $objects = Measure-Way {
        Get-Outcome -Size $Size | ForEach-Object -Process {
            if ($null -eq $script:first) { $script:first = $script:watch.Elapsed.TotalSeconds }
        }
    }
    $photos = Measure-Way { Get-UpsPhoto -Person $People -Directory $Directory -AsByteStream | ForEach-Object -Process { $_.Length } }

    # The same job with the pictures and without them: what their crossing costs of all that is done for a person.
    function Get-Told {
        [CmdletBinding()]
        [OutputType('PyUpSync.Photo')]
        param ([switch] $Data)
        Invoke-UpsJob -Cmdlet $PSCmdlet -Job 'photos.get' -Setting @{ person = $People; directory = $Directory; data = [bool] $Data }
    }
    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    $spent = @{ with = [double]::MaxValue; without = [double]::MaxValue }
    foreach ($round in 1..3) {
        foreach ($way in 'with', 'without') {
            $process.Refresh()
            $before = $process.TotalProcessorTime
            $null = @(Get-Told -Data:($way -eq 'with')).Count
            $process.Refresh()
            $spent[$way] = [System.Math]::Min($spent[$way], ($process.TotalProcessorTime - $before).TotalSeconds)
        }
    }

    # The ways that bytes can cross: one text in Base64, Python's buffer read in one go, or pythonnet's own conversion.
    $lock = [Python.Runtime.Py]::GIL()
    try {
        $scope = [Python.Runtime.Py]::CreateScope()
        $null = $scope.Exec("import base64, os`npicture = os.urandom(100000)")
        $picture = $scope.Get('picture')
        $base64 = Measure-Way {
            for ($index = 0; $index -lt 200; $index++) {
                $text = $scope.Eval('base64.b64encode(picture).decode("ascii")')
                $null = [System.Convert]::FromBase64String($text.ToString())
                $text.Dispose()
            }
        }
        $buffer = Measure-Way {
            for ($index = 0; $index -lt 200; $index++) {
                $view = $picture.GetBuffer([Python.Runtime.PyBUF]::SIMPLE)
                $array = [byte[]]::new($view.Length)
                $null = $view.Read($array, 0, $array.Length, [System.IntPtr]::Zero)
                $view.Dispose()
            }
        }
        $element = Measure-Way { $null = $picture.AsManagedObject([byte[]]) }
        $scope.Dispose()
    } finally {
        $lock.Dispose()
    }
    [ordered] @{
        objects = $objects; first = $script:first; photos = $photos; with = $spent.with; without = $spent.without
        base64 = 20 / $base64; buffer = 20 / $buffer; element = 0.1 / $element
    }
} $Size $people $directory
[System.IO.File]::WriteAllText($Report, (ConvertTo-Json -InputObject $told -Depth 4))
