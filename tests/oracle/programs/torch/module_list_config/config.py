from dataclasses import dataclass, field


@dataclass
class ModelConfig:
    widths: list[int] = field(default_factory=lambda: [2, 4, 1])
    dropout: float = 0.1


@dataclass
class TrainConfig:
    model: ModelConfig = field(default_factory=ModelConfig)
    seed: int = 1
    steps: int = 2
