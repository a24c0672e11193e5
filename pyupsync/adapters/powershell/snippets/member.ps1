# A property or field by its name, whoever may see it: connections of Active Directory Import show nothing of themselves.
param ($Of, [string] $Name)
$flags = [System.Reflection.BindingFlags] 'Instance, Public, NonPublic'
$type = $Of.GetType()
$property = $type.GetProperty($Name, $flags)
if ($property) {
    return , $property.GetValue($Of, $null)
}
$field = $type.GetField($Name, $flags)
if ($field) {
    return , $field.GetValue($Of)
}
