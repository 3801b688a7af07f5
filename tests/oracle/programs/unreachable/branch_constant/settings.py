USE_NOISE = False
