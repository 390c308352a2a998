
# The Euclidean norm over all tensors; they are scaled down to a norm of at most the limit, as torch's clip_grad_norm_ does.
def clip(self, gradients: List[Tensor], limit: float) -> Tensor:
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients, 2)), 2)
    if limit > 0.0:
        torch._foreach_mul_(gradients, torch.clamp(limit / (norm + 1e-06), None, 1.))
    return norm

# One step of AdamW (arXiv 1711.05101) over all tensors, as torch.optim.AdamW(fused=True) does it.
def adamw(self, weights: List[Tensor], gradients: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, eps: float) -> None:
    torch._foreach_add_(steps, 1)
    torch._fused_adamw_(weights, gradients, m, v, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)

def clear(self, gradients: List[Tensor]) -> None:
    torch._foreach_zero_(gradients)

def zeros_like(self, x: Tensor) -> Tensor:
    return torch.zeros_like(x)
