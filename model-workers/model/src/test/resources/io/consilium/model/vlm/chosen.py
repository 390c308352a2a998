
# log p of the given tokens [R, T] under logits [R, T, V].
def chosen_logps(self, logits: Tensor, tokens: Tensor) -> Tensor:
    return torch.log_softmax(logits, -1).gather(2, tokens.unsqueeze(2)).squeeze(2)
