"""Services and programs that stand in for Microsoft's where those cannot run."""
