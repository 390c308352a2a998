
# Cross entropy of tokens [R, T] under logits [R, T, V]. Returns [loss, sums]: the sum over counted places times weight, and
# over those places the sums of cross entropy, of right guesses, and of the places.
def cross_entropy(self, logits: Tensor, tokens: Tensor, mask: Tensor, weight: float) -> List[Tensor]:
    lost = -torch.log_softmax(logits, -1).gather(2, tokens.unsqueeze(2)).squeeze(2) * mask
    total = lost.sum()
    right = (logits.detach().argmax(-1) == tokens).to(6) * mask
    return [total * weight, torch.stack([total.detach(), right.sum(), mask.sum()])]
