"""What the files mean together: modules and imports, symbols, types, call sites, seed parameters."""
