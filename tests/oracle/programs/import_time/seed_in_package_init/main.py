# entry
from research import data

if __name__ == "__main__":
    print(data.make(5))
