"""Rights in the directory: who may write pictures, read changes and create entries, and why; pure."""
