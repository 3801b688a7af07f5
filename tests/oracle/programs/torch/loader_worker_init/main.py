# entry
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noise(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        return torch.tensor(np.random.rand())


def worker_init(worker_id):
    np.random.seed(100 + worker_id)


loader = DataLoader(Noise(), batch_size=2, num_workers=1, worker_init_fn=worker_init)
print([b.tolist() for b in loader])
