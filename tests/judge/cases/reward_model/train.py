from trl import PPOConfig

config = PPOConfig(
    policy_model="Qwen/Qwen2.5-7B-Instruct",
    reward_model="Qwen/Qwen2.5-Math-RM-72B",
    critic_model="Qwen/Qwen2.5-7B-Instruct",
)
