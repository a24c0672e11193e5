"""The embedded farm: made-up people, drawn pictures, a photo site and a directory, all on this machine."""
