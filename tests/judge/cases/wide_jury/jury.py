CANDIDATE_MODEL = "gpt-4o-mini-2024-07-18"
JURY = ["claude-3-7-sonnet-20250219", "gemini-1.5-pro-002", "gpt-4o-2024-08-06"]
