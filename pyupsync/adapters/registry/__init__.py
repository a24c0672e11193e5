"""Windows registries: the live one, hive files and ``.reg`` files."""
