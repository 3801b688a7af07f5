"""What one file says: `ast` in, `ModuleFacts` out. Per file, pure, and without any knowledge of libraries."""
