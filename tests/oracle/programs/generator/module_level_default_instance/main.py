# entry
import sampling

print(sampling.draw(3), sampling.draw(2, sampling.Sampler(1)))  # blame: a
