# entry
import alpha
import beta

print(alpha.VALUE, beta.total())
