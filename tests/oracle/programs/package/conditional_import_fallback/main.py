# entry
try:
    from fastrng_that_is_absent import seed, uniform
except ImportError:
    from slowrng import seed, uniform

seed(4)
print(uniform(), uniform())
