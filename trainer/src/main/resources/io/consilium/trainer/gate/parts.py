
# A run of elements, whatever the shape.
def part(self, x: Tensor, start: int, length: int) -> Tensor:
    return torch.narrow(torch.reshape(x, [-1]), 0, start, length)
