"""Adapters: each a real one and an embedded one of the same Protocol."""
