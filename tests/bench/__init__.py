"""How fast the work is beside the C tools that do the same work on the same lab. Never part of the tests."""
