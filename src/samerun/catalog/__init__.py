"""What we know of the world, as TOML tables: one a library."""
