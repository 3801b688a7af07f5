def setup():
    print("nothing seeded here")
