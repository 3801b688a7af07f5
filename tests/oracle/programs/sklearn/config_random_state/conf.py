PARAMS = {
    "kmeans": {"n_clusters": 3, "n_init": 1, "random_state": 7},
}
