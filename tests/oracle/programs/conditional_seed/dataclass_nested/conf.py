from dataclasses import dataclass, field


@dataclass
class Runtime:
    seed: int = 19
    device: str = "cpu"


@dataclass
class Config:
    runtime: Runtime = field(default_factory=Runtime)
    epochs: int = 2
