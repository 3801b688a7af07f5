PARAMS = {
    "kmeans": {"n_clusters": 9, "n_init": 1, "max_iter": 2},
}
