"""The tests: units, plans, contracts, integration with the lab, PowerShell."""
