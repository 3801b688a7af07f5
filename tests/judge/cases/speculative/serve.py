from vllm import LLM

target_model = "meta-llama/Llama-3.1-70B-Instruct"
draft_model = "meta-llama/Llama-3.2-1B-Instruct"
verifier_model = target_model
llm = LLM(model=target_model, speculative_config={"model": draft_model})
