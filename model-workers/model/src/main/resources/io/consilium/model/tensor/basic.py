# TorchScript, read by Script.java: methods of one class without state. Numbers such as 6 and 15 are c10::ScalarType (f32, bf16).

def none(self) -> Optional[Tensor]:
    return None

def cast(self, x: Tensor, type: int) -> Tensor:
    return x.to(type)

# Reinterprets the bits of 2-byte elements (DJL can make f16 tensors from bytes, but not bf16).
def bits(self, x: Tensor, type: int) -> Tensor:
    return torch.view_copy(x, dtype=type)

def scalar(self, x: Tensor) -> Tensor:
    return x.reshape([])

# A file mapped copy-on-write; the elements are read from the page cache when they are used.
def map_file(self, path: str, elements: int, type: int) -> Tensor:
    return torch.from_file(path, False, elements, dtype=type)

def view_of(self, x: Tensor, shape: List[int], strides: List[int], offset: int) -> Tensor:
    return torch.as_strided(x, shape, strides, offset)

def copy_of(self, x: Tensor) -> Tensor:
    return x.clone()

def zeros(self, shape: List[int], type: int) -> Tensor:
    return torch.zeros(shape, dtype=type)

def weighted_sum(self, x: Tensor, weights: Tensor) -> Tensor:
    return (x * weights).sum()

def assign(self, target: Tensor, source: Tensor) -> None:
    _0 = target.detach().copy_(source)
