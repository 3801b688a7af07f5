# entry
import sampling

print(sampling.draw(2, sampling.Sampler(1)))
