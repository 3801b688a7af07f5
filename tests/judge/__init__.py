"""Cases of judges and generators, and the score over them."""
