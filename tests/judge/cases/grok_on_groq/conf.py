GENERATOR_MODEL = "groq/llama-3.1-8b-instant"
JUDGE_MODEL = "xai/grok-3"
