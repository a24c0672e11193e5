# Starts or stops a synchronization, or neither, and tells how it stands: running, state.
param ([string] $Action)
$manager = & $snippets['manager']
if ($Action -eq 'full' -or $Action -eq 'incremental') {
    if ($manager.IsSynchronizationRunning()) {
        throw 'pyupsync:SynchronizationRunning'
    }
    $manager.StartSynchronization($Action -eq 'full')
} elseif ($Action -eq 'stop') {
    $manager.StopSynchronization()
}
$state = ''
try {
    $state = [string] $manager.GetSynchronizationStatus().State
} catch {
    $null = $_   # Active Directory Import has none
}
, @($manager.IsSynchronizationRunning(), $state)
