TASK = {"items": 12}
