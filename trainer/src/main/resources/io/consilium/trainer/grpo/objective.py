
# The objective of GRPO (arXiv 2402.03300) and its variants, as TRL's GRPOTrainer computes them. R replies of T tokens over V.

# log p of the given tokens [R, T] and the entropy of each place [R, T], under softmax(logits / temperature).
def logps(self, logits: Tensor, tokens: Tensor, temperature: float) -> List[Tensor]:
    all = torch.log_softmax(logits / temperature, -1)
    chosen = all.gather(2, tokens.unsqueeze(2)).squeeze(2)
    return [chosen, -(all.exp() * all).sum([-1])]

def chosen(self, logits: Tensor, tokens: Tensor, temperature: float) -> Tensor:
    return self.logps(logits, tokens, temperature)[0]

# Ratio of the policy to the one that sampled: by token [R, T], or one geometric mean for the sequence [R, 1] (GSPO).
def ratio(self, logps: Tensor, old: Tensor, mask: Tensor, sequence: bool) -> Tensor:
    log = logps - old
    if sequence:
        log = (log * mask).sum([-1], True) / mask.sum([-1], True).clamp(1.0)
    return log.exp()

# k3 of http://joschu.net/blog/kl-approx.html
def k3(self, logps: Tensor, reference: Tensor) -> Tensor:
    log = reference - logps
    return log.exp() - log - 1.0

# Returns [loss, sums], where sums are over this batch: KL, entropy, clipped low, clipped high, clipped at all, what these are
# shares of, tokens. weights [R] make each reply's sum over its tokens its part of the loss; gamma is by token already.
def objective(self, logits: Tensor, tokens: Tensor, mask: Tensor, advantages: Tensor, weights: Tensor, old: Optional[Tensor], reference: Optional[Tensor], temperature: float, low: float, high: float, beta: float, gamma: float, sequence: bool) -> List[Tensor]:
    y = self.logps(logits, tokens, temperature)
    logps = y[0]
    before = logps.detach()
    if old is not None:
        before = old
    ratio = self.ratio(logps, before, mask, sequence)
    a = advantages.unsqueeze(1)
    loss = -torch.minimum(ratio * a, ratio.clamp(1.0 - low, 1.0 + high) * a)
    kl = torch.zeros_like(logps)
    if reference is not None:
        kl = self.k3(logps, reference)
        loss = loss + beta * kl
    total = ((loss * mask).sum([-1]) * weights).sum()
    if gamma != 0.0:
        total = total - gamma * (y[1] * mask).sum()
    is_low = torch.logical_and(ratio < 1.0 - low, a < 0.0).to(6)
    is_high = torch.logical_and(ratio > 1.0 + high, a > 0.0).to(6)
    counted = mask
    if sequence:
        counted = torch.ones_like(ratio)
    is_low = is_low * counted
    is_high = is_high * counted
    sums = [(kl * mask).sum(), (y[1] * mask).sum(), is_low.sum(), is_high.sum(), (is_low + is_high).sum(), counted.sum(), mask.sum()]
    return [total, torch.stack(sums).detach()]
