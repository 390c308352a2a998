
# Qwen2.5-VL. Letters in shapes: B rows, T tokens, C hidden, H query heads, K key/value heads, D head size, V vocabulary,
# N pictures of one size, P patches, S slots. Weights are lists in the order of Network.java.

# --- building blocks -------------------------------------------------------------------------------------------------------

# x W^T + b. Where no gradient is recorded, oneDNN is called directly: PyTorch's f32 path (MKL) leaves AVX-512 unused on AMD,
# and its bf16 path runs a single row at half of the memory's speed.
def linear(self, x: Tensor, w: Tensor, b: Optional[Tensor]) -> Tensor:
    if torch.is_grad_enabled():
        return torch.linear(x, w, b)
    if x.dtype == 6:
        direct = x.numel() * w.size(0) >= 800000
    else:
        direct = x.numel() == x.size(-1)
    if direct:
        return ops.mkldnn._linear_pointwise(x, w, b, "none", [], "")
    return torch.linear(x, w, b)

# RMSNorm (arXiv 1910.07467), in f32 whatever the weights are.
def rms_norm(self, x: Tensor, w: Tensor, eps: float) -> Tensor:
    if x.dtype == 6:
        return x * torch.rsqrt(x.square().mean([-1], True) + eps) * w
    h = x.to(6)
    h = h * torch.rsqrt(torch.linalg_vector_norm(h, 2, [-1], True).square() / h.size(-1) + eps)
    return w * h.to(x.dtype)

def swiglu(self, gate: Tensor, up: Tensor) -> Tensor:
    return torch.silu(gate) * up

# Rotary embedding of the last axis by halves, in f32: x cos + (-x2, x1) sin. The table's sine has the sign built in.
def rotated(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    h = x.to(6)
    return (h * cos).addcmul_(torch.roll(h, [h.size(-1) // 2], [-1]), sin)

def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    return self.rotated(x, cos, sin).to(x.dtype)

# 1 / theta^(2i/n) for i below n/2.
def inverse_frequencies(self, theta: float, n: int) -> Tensor:
    return 1.0 / torch.pow(theta, torch.arange(0, n, 2, dtype=4).to(6) / n)

# [..., D/2] angles -> cosine and signed sine, each [..., D].
def turns(self, angles: Tensor) -> List[Tensor]:
    cos = angles.cos()
    sin = angles.sin()
    return [torch.cat([cos, cos], -1), torch.cat([-sin, sin], -1)]

# Multimodal rotary angles [B, T, D/2]: positions [3, B, T]; axis [D/2] says which of time, height, width turns each frequency.
def mrope(self, positions: Tensor, axis: Tensor, inverse: Tensor) -> Tensor:
    return positions.to(6).index_select(0, axis).permute([1, 2, 0]) * inverse

def token_turns(self, angles: Tensor) -> List[Tensor]:
    return self.turns(angles.unsqueeze(1))

# The same for text alone, one row per position: [positions, D/2].
def rope_table(self, positions: int, inverse: Tensor) -> Tensor:
    return torch.arange(positions, dtype=6).unsqueeze(1) * inverse

# --- attention -------------------------------------------------------------------------------------------------------------

def attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor], causal: bool) -> Tensor:
    return torch.scaled_dot_product_attention(q, k, v, mask, 0., causal)

# softmax(q keys + bias) values for q [N, M, D], scaled by 1/sqrt(D), keys [N, D, T], values [N, T, D]. Scores are f32, since one
# of 100 would be off by 0.25 in bf16.
def attend_rows(self, q: Tensor, keys: Tensor, values: Tensor, bias: Optional[Tensor]) -> Tensor:
    if q.dtype != 6:
        q = q.to(6)
        keys = keys.to(6)
    if bias is None:
        scores = torch.bmm(q, keys)
    else:
        scores = torch.baddbmm(bias, q, keys)
    shares = torch.softmax(scores, -1)
    if values.dtype != 6:
        shares = shares.to(values.dtype)
    return torch.bmm(shares, values)

# What causal attention adds to scores [G·M, T] of the last M of T tokens, G query heads below each other: 0 or -inf.
def causal_bias(self, m: int, t: int, groups: int) -> Tensor:
    bias = torch.full([m, t], -inf, dtype=6).triu(t - m + 1)
    return bias.repeat([groups, 1]).unsqueeze(0)

# For bf16 without gradients, where PyTorch's own takes two to three times as long: attention of G query heads to each key head,
# queries [N, G, T, D] as in attend_rows(), keys and values [N, T, D] -> [N, G, T, D]; for some queries at a time, so that their
# scores stay in the core's cache.
def attend_in_parts(self, q: Tensor, k: Tensor, v: Tensor, causal: bool) -> Tensor:
    n = q.size(0)
    groups = q.size(1)
    t = q.size(2)
    keys = k.to(6).transpose(1, 2)
    out = annotate(List[Tensor], [])
    for i in range((t + 63) // 64):
        first = 64 * i
        count = ops.prim.min(64, t - first)
        seen = t
        bias: Optional[Tensor] = None
        if causal:
            seen = first + count
            bias = self.causal_bias(count, seen, groups)
        part = q.narrow(2, first, count).reshape([n, groups * count, q.size(3)])
        a = self.attend_rows(part, keys.narrow(2, 0, seen), v.narrow(1, 0, seen), bias)
        out.append(a.view([n, groups, count, -1]))
    if len(out) == 1:
        return out[0]
    return torch.cat(out, 2)

# --- vision tower ----------------------------------------------------------------------------------------------------------

# Queries, keys and values [3, N, P, heads, L, D] of P windows of L patches -> [N, P·L, C].
def attend_windows(self, qkv: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    qk = self.rotated(qkv.narrow(0, 0, 2), cos, sin)
    if qkv.dtype == 6 or torch.is_grad_enabled():
        qk = qk.to(qkv.dtype).flatten(1, 2)
        a = self.attend(qk.select(0, 0), qk.select(0, 1), qkv.select(0, 2).flatten(0, 1), None, False)
    else:
        qk = qk.flatten(1, 3)
        q = qk.select(0, 0).mul_(1.0 / torch.sqrt(qk.size(3)))
        a = self.attend_in_parts(q.unsqueeze(1), qk.select(0, 1), qkv.select(0, 2).flatten(0, 2), False)
    return torch.view_as(a, qkv.select(0, 2)).transpose(2, 3).flatten(3).flatten(1, 2)

# x [N, P, C]; runs = (count, length) of windows of equal length, in order. cos and sin [P, D].
def vision_attention(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, runs: List[int], heads: int) -> Tensor:
    qkv = self.linear(x, w[at + 1], w[at + 2])
    size = cos.size(1)
    out = annotate(List[Tensor], [])
    start = 0
    for i in range(len(runs) // 2):
        count = runs[2 * i]
        length = runs[2 * i + 1]
        part = qkv.narrow(1, start, count * length).reshape([x.size(0), count, length, 3, heads, size])
        turns = annotate(List[Tensor], [])
        for each in [cos, sin]:
            turns.append(each.narrow(0, start, count * length).view([count, 1, length, size]))
        out.append(self.attend_windows(part.permute([3, 0, 1, 4, 2, 5]).contiguous(), turns[0], turns[1]))
        start = start + count * length
    return self.linear(torch.cat(out, 1), w[at + 3], w[at + 4])

# x + W3 (silu(W1 h) * W2 h). For bf16 without gradients oneDNN adds and multiplies before it rounds to bf16.
def vision_mlp(self, x: Tensor, h: Tensor, w: List[Tensor], at: int) -> Tensor:
    if x.dtype == 6 or torch.is_grad_enabled():
        h = self.swiglu(self.linear(h, w[at], w[at + 1]), self.linear(h, w[at + 2], w[at + 3]))
        return x + self.linear(h, w[at + 4], w[at + 5])
    gate = ops.mkldnn._linear_pointwise(h, w[at], w[at + 1], "swish", [], "")
    h = ops.mkldnn._linear_pointwise(h, gate, w[at + 2], w[at + 3], "mul")
    return ops.mkldnn._linear_pointwise(h, x, w[at + 4], w[at + 5], "add")

def vision_block(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, runs: List[int], heads: int) -> Tensor:
    x = x + self.vision_attention(self.rms_norm(x, w[at], 1e-06), w, at, cos, sin, runs, heads)
    return self.vision_mlp(x, self.rms_norm(x, w[at + 5], 1e-06), w, at + 6)

# pixels [N, P, channels·frames·14·14] -> [N, P/unit, C of the decoder]. order puts tokens into windows, back undoes it;
# angles [P, D/2] lie in window order. full[i] is 1 where block i attends over the whole picture.
def vision(self, pixels: Tensor, w: List[Tensor], angles: Tensor, order: Tensor, back: Tensor, runs: List[int], full: List[int], heads: int, unit: int) -> Tensor:
    n = pixels.size(0)
    p = pixels.size(1)
    patch = w[0].flatten(1)
    x = self.linear(pixels.to(patch.dtype), patch, None)
    x = x.view([n, p // unit, -1]).index_select(1, order).view([n, p, -1])
    turns = self.turns(angles)
    for i in range(len(full)):
        if full[i] == 1:
            windows = [1, p]
        else:
            windows = runs
        x = self.vision_block(x, w, 1 + 12 * i, turns[0], turns[1], windows, heads)
    at = 1 + 12 * len(full)
    x = self.rms_norm(x, w[at], 1e-06).view([n, p // unit, -1])
    x = self.linear(torch.gelu(self.linear(x, w[at + 1], w[at + 2])), w[at + 3], w[at + 4])
    return x.index_select(1, back)

# --- decoder ---------------------------------------------------------------------------------------------------------------

def embed(self, table: Tensor, tokens: Tensor) -> Tensor:
    return torch.embedding(table, tokens)

# Puts picture tokens [M, C] in the places of their placeholders; rows count through [B·T].
def place(self, x: Tensor, rows: Tensor, pictures: Tensor) -> Tensor:
    return x.flatten(0, 1).index_copy(0, rows, pictures).view(x.size())

def join(self, parts: List[Tensor]) -> Tensor:
    return torch.cat(parts, 0)

def flat(self, x: Tensor) -> Tensor:
    return x.flatten(0, 1)

def pick(self, x: Tensor, at: int) -> Tensor:
    return x.select(0, at)

# Which keys [B, 1, T, T] each query sees under left padding; keep [B, T] is 1 for a token. A padded query sees itself.
def causal_mask(self, keep: Tensor) -> Tensor:
    n = keep.size(1)
    causal = torch.ones([n, n], dtype=11).tril()
    mask = torch.logical_and(causal, keep.to(11).unsqueeze(1).unsqueeze(1))
    return torch.logical_or(mask, torch.eye(n, dtype=11))

def text_mlp(self, x: Tensor, w: List[Tensor], at: int, eps: float) -> Tensor:
    h = self.rms_norm(x, w[at + 8], eps)
    h = self.swiglu(self.linear(h, w[at + 9], None), self.linear(h, w[at + 10], None))
    return x + self.linear(h, w[at + 11], None)

# x [B, T, C] -> rotated queries [B, H, T, D] and keys [B, K, T, D], values [B, K, T, D].
def text_qkv(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, size: int, eps: float) -> List[Tensor]:
    b = x.size(0)
    t = x.size(1)
    h = self.rms_norm(x, w[at], eps)
    q = self.linear(h, w[at + 1], w[at + 2]).view([b, t, -1, size]).transpose(1, 2)
    k = self.linear(h, w[at + 3], w[at + 4]).view([b, t, -1, size]).transpose(1, 2)
    v = self.linear(h, w[at + 5], w[at + 6]).view([b, t, -1, size]).transpose(1, 2)
    return [self.rotate(q, cos, sin), self.rotate(k, cos, sin), v]

# What follows attention a [B, T, H·D] in a layer.
def text_out(self, x: Tensor, a: Tensor, w: List[Tensor], at: int, eps: float) -> Tensor:
    return self.text_mlp(x + self.linear(a, w[at + 7], None), w, at, eps)

# x [B, T, C] -> [x after the layer, rotated keys [B, K, T, D], values [B, K, T, D]].
def text_layer(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, mask: Optional[Tensor], size: int, eps: float) -> List[Tensor]:
    y = self.text_qkv(x, w, at, cos, sin, size, eps)
    groups = y[0].size(1) // y[1].size(1)
    a = self.attend(y[0], y[1].repeat_interleave(groups, 1), y[2].repeat_interleave(groups, 1), mask, mask is None)
    return [self.text_out(x, a.transpose(1, 2).flatten(2), w, at, eps), y[1], y[2]]

# x [B, T, C] -> hidden states after the last norm. Without a mask, every row is complete from its first token.
def text(self, x: Tensor, w: List[Tensor], cos: Tensor, sin: Tensor, mask: Optional[Tensor], layers: int, size: int, eps: float) -> Tensor:
    for i in range(layers):
        x = self.text_layer(x, w, 12 * i, cos, sin, mask, size, eps)[0]
    return self.rms_norm(x, w[12 * layers], eps)

def head(self, x: Tensor, w: Tensor) -> Tensor:
    return self.linear(x, w, None).to(6)

# log p(next token) [B, T-1] from logits [B, T, V] and tokens [B, T].
def token_logps(self, logits: Tensor, tokens: Tensor) -> Tensor:
    n = tokens.size(1) - 1
    logps = torch.log_softmax(logits.narrow(1, 0, n), -1)
    return logps.gather(2, tokens.narrow(1, 1, n).unsqueeze(2)).squeeze(2)
