"""Reports: a result in, text out. One file a format in `formats/`; its name is the name of the file."""
