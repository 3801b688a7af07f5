class Pool:
    def __init__(self, items):
        self.items, self.labelled = list(items), []

    def label(self, chosen):
        for item in chosen:
            self.items.remove(item)
            self.labelled.append(item)
