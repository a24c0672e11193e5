"""The embedded farm: people, pictures, a site that demands a login and a directory, all made on the spot."""
