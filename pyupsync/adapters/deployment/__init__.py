"""Files of a deployment."""
