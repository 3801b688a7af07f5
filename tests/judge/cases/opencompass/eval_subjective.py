models = [dict(type="HuggingFace", abbr="qwen", path="Qwen/Qwen2.5-7B-Instruct")]
judge_models = [dict(type="OpenAI", path="Qwen/Qwen2.5-72B-Instruct")]
