
# Training: replies to prompts with gradients. P prompts of S tokens, each with G replies: R = P·G rows of T tokens, in the order
# of their prompts. Both are right-padded. A prompt is computed once for all its replies, which attend to its keys and values.

# Weights as the arithmetic takes them: W + scale·(up·down) where a weight has an adapter (LoRA, arXiv 2106.09685), cast to the
# computing type. low holds down and up of each weight, both empty where there is none.
def effective(self, w: List[Tensor], low: List[Tensor], scale: float, type: int) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(len(w)):
        x = w[i]
        if low[2 * i].numel() > 0:
            x = x + torch.matmul(low[2 * i + 1], low[2 * i]) * scale
        out.append(x.to(type))
    return out

# Attention of replies over their prompt and themselves: queries [R, T, H, D] and own keys and values [R, K, T, D]; the prompts'
# [P, K, S, D]; hidden [P, 1, S] is 0 or -inf by the prompts' lengths, causal [1, T, T] likewise by order. Returns [R, T, H·D].
# Scores are f32 as in generation, see attend_rows().
def reply_attention(self, q: Tensor, k: Tensor, v: Tensor, prompt_k: Tensor, prompt_v: Tensor, hidden: Tensor, causal: Tensor) -> Tensor:
    p = prompt_k.size(0)
    heads = prompt_k.size(1)
    s = prompt_k.size(2)
    size = prompt_k.size(3)
    rows = q.size(0)
    t = q.size(1)
    g = rows // p
    groups = q.size(2) // heads
    queries = q.to(6).reshape([p, g, t, heads, groups, size]).permute([0, 3, 1, 4, 2, 5]) * (1.0 / torch.sqrt(size))
    many = queries.reshape([p * heads, g * groups * t, size])
    to_prompt = torch.bmm(many, prompt_k.to(6).reshape([p * heads, s, size]).transpose(1, 2)).view([p, heads, -1, s])
    to_prompt = to_prompt + hidden.unsqueeze(1)
    own_k = k.to(6).reshape([p, g, heads, t, size]).transpose(1, 2).reshape([p * heads * g, t, size])
    own_v = v.reshape([p, g, heads, t, size]).transpose(1, 2).reshape([p * heads * g, t, size])
    to_self = torch.bmm(many.view([p * heads * g, groups * t, size]), own_k.transpose(1, 2)) + causal.repeat([1, groups, 1])
    scores = torch.cat([to_prompt.view([p * heads, -1, s]), to_self.view([p * heads, -1, t])], -1)
    weights = torch.softmax(scores, -1).to(q.dtype)
    out = torch.bmm(weights.narrow(2, 0, s), prompt_v.reshape([p * heads, s, size]))
    own = torch.bmm(weights.narrow(2, s, t).reshape([p * heads * g, groups * t, t]), own_v)
    out = out + own.view(out.size())
    return out.view([p, heads, g, groups, t, size]).permute([0, 2, 4, 1, 3, 5]).reshape([rows, t, -1])

# One layer over prompts x_p [P, S, C] and replies x_r [R, T, C]; turns = cosine and signed sine of both. Returns both.
def reply_layer(self, x_p: Tensor, x_r: Tensor, w: List[Tensor], at: int, turns: List[Tensor], hidden: Tensor, causal: Tensor, size: int, eps: float) -> List[Tensor]:
    y = self.text_layer(x_p, w, at, turns[0], turns[1], None, size, eps)
    qkv = self.text_qkv(x_r, w, at, turns[2], turns[3], size, eps)
    a = self.reply_attention(qkv[0].transpose(1, 2), qkv[1], qkv[2], y[1], y[2], hidden, causal)
    return [y[0], self.text_out(x_r, a, w, at, eps)]

# Hidden states that predict the replies' tokens [R, T, C] from states of prompts [P, S, C] and of all but the last reply tokens
# [R, T-1, C]; last are the places of the prompts' ends in [P·S].
def reply_states(self, x_p: Tensor, x_r: Tensor, w: List[Tensor], layers: int, last: Tensor, eps: float) -> Tensor:
    p = x_p.size(0)
    g = x_r.size(0) // p
    ends = x_p.flatten(0, 1).index_select(0, last).unsqueeze(1).repeat_interleave(g, 0)
    return self.rms_norm(torch.cat([ends, x_r], 1), w[12 * layers], eps)

def reply_text(self, x_p: Tensor, x_r: Tensor, w: List[Tensor], turns: List[Tensor], hidden: Tensor, causal: Tensor, last: Tensor, layers: int, size: int, eps: float) -> Tensor:
    for i in range(layers):
        y = self.reply_layer(x_p, x_r, w, 12 * i, turns, hidden, causal, size, eps)
        x_p = y[0]
        x_r = y[1]
    return self.reply_states(x_p, x_r, w, layers, last, eps)

# Its gradient by x is y's given gradient taken back to x: for going on backwards with a part that was computed again.
def seeded(self, y: List[Tensor], gradients: List[Tensor]) -> Tensor:
    total = (y[0] * gradients[0]).sum()
    for i in range(1, len(y)):
        total = total + (y[i] * gradients[i]).sum()
    return total

# A leaf of its own with the same values.
def leaf(self, x: Tensor) -> Tensor:
    return x.detach()

# Nothing, as far as values go; gives every weight a gradient of zeros.
def nothing(self, w: List[Tensor]) -> Tensor:
    total = torch.zeros([], dtype=6)
    for i in range(len(w)):
        total = total + (w[i] * 0.0).sum()
    return total

def add_all(self, source: List[Tensor], target: List[Tensor]) -> None:
    torch._foreach_add_(target, source)

def copy_all(self, source: List[Tensor], target: List[Tensor]) -> None:
    for i in range(len(source)):
        _0 = target[i].copy_(source[i])
