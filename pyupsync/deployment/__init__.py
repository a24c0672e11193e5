"""A farm's desired state as one plan over all areas."""
