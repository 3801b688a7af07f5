# entry
class random:
    @staticmethod
    def random():
        return 0.25


print(random.random())
