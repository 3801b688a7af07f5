from .rng import get_rng as make_rng
