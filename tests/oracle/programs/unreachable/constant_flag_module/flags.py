AUGMENT = False
