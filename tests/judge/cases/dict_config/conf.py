CONFIG = {
    "generator": {"model": "claude-3-5-haiku-20241022", "temperature": 0.7},
    "judge": {"model": "claude-3-7-sonnet-20250219", "temperature": 0.0},
}
