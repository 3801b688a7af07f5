# entry
from model import predict

print(predict([1, 2, 3]))
