
# Generation: no gradients here. A cache is one tensor [2, S·K, capacity, D] per layer (keys, then values), written in place.
# Weights come in two forms. Plain: the list of Network.java. Fused, for models small enough to be held twice: per layer
# [qkv, its bias, output, gate and up, down], where
#   - the norm's weight and sqrt(C) are multiplied into the matrix behind the norm, so that a norm is x / |x, sqrt(C eps)|;
#   - queries are scaled by 1/sqrt(D) already;
#   - qkv yields queries and keys, the same with their halves swapped (for the rotation), and values, in one product.

def fold(self, w: Tensor, norm: Tensor) -> Tensor:
    return w * norm * torch.sqrt(norm.size(0))

def swap_halves(self, w: Tensor, size: int) -> Tensor:
    return torch.roll(w.view([w.size(0) // size, size, -1]), [size // 2], [1]).reshape(w.size())

def fuse(self, w: List[Tensor], layers: int, size: int) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    scale = 1.0 / torch.sqrt(size)
    for i in range(layers):
        o = 12 * i
        qk = torch.cat([w[o + 1] * scale, w[o + 3]], 0)
        bias = torch.cat([w[o + 2] * scale, w[o + 4]], 0)
        qkv = torch.cat([qk, self.swap_halves(qk, size), w[o + 5]], 0)
        out.append(self.fold(qkv, w[o]))
        out.append(torch.cat([bias, self.swap_halves(bias, size), w[o + 6]], 0))
        out.append(w[o + 7].clone())
        out.append(self.fold(torch.cat([w[o + 9], w[o + 10]], 0), w[o + 8]))
        out.append(w[o + 11].clone())
    out.append(self.fold(w[12 * layers + 1], w[12 * layers]))
    return out

# x / |(x, edge)|: with edge = sqrt(C eps) this is RMSNorm but for the factors that are folded into the weights.
def unit(self, x: Tensor, edge: Tensor) -> Tensor:
    return x / torch.linalg_vector_norm(torch.cat([x, edge], -1), 2, [-1], True)

def edge(self, x: Tensor, eps: float) -> Tensor:
    shape = x.size()[:-1]
    shape.append(1)
    return torch.full(shape, torch.sqrt(eps * x.size(-1)), dtype=6)

# x [..., C] -> [rotated queries and keys [..., H+K, D], values [..., K, D]]; cos and sin [..., 1, D].
def fused_qkv(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, heads: int, size: int) -> List[Tensor]:
    shape = x.size()[:-1]
    y = self.linear(x, w[at], w[at + 1])
    values = heads * size
    width = (y.size(-1) - values) // 2
    part = y.split([width, width, values], -1)
    shape.append(width // size)
    shape.append(size)
    turned = (part[0].view(shape) * cos).addcmul_(part[1].view(shape), sin)
    shape[len(shape) - 2] = heads
    return [turned, part[2].view(shape)]

def plain_qkv(self, x: Tensor, w: List[Tensor], at: int, cos: Tensor, sin: Tensor, heads: int, size: int) -> List[Tensor]:
    shape = x.size()[:-1]
    shape.append(-1)
    shape.append(size)
    q = self.linear(x, w[at + 1], w[at + 2]) * (1.0 / torch.sqrt(size))
    k = self.linear(x, w[at + 3], w[at + 4])
    v = self.linear(x, w[at + 5], w[at + 6])
    return [self.rotate(torch.cat([q, k], -1).view(shape), cos, sin), v.view(shape)]

def fused_mlp(self, h: Tensor, w: List[Tensor], at: int) -> Tensor:
    part = self.linear(h, w[at + 3], None).chunk(2, -1)
    return torch.silu(part[0]).mul_(part[1])

# --- the cache ---

def cache(self, layers: int, rows: int, capacity: int, size: int, type: int) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(layers):
        out.append(torch.zeros([2, rows, capacity, size], dtype=type))
    return out

def window_of(self, cache: Tensor, heads: int, row: int, rows: int, length: int) -> Tensor:
    return cache.narrow(1, row * heads, rows * heads).narrow(2, 0, length)

# Copies the first length positions of rows of one cache to rows of another.
def copy_row(self, source: List[Tensor], row: int, target: List[Tensor], to: int, rows: int, heads: int, length: int) -> None:
    for i in range(len(source)):
        part = self.window_of(source[i], heads, row, rows, length)
        _0 = self.window_of(target[i], heads, to, rows, length).copy_(part)

# --- prompts ---

# What causal attention adds to scores [H/K·T, T]: 0 or -inf.
def causal_bias(self, t: int, groups: int) -> Tensor:
    bias = torch.full([t, t], -inf, dtype=6).triu(1)
    return bias.repeat([groups, 1]).unsqueeze(0)

# Causal attention of whole prompts over scaled queries; qk [B, T, H+K, D], v [B, T, K, D]. Writes rows first.. of the cache.
# Short prompts: plain products, where query heads of one key head are one matrix. Long ones: without the T x T scores.
def prompt_attention(self, qk: Tensor, v: Tensor, cache: Tensor, first: int, bias: Optional[Tensor]) -> Tensor:
    b = qk.size(0)
    t = qk.size(1)
    heads = v.size(2)
    size = v.size(3)
    queries = qk.size(2) - heads
    q = qk.narrow(2, 0, queries).transpose(1, 2)
    rows = self.window_of(cache, heads, first, b, t)
    keys = rows.select(0, 0)
    values = rows.select(0, 1)
    _0 = keys.view([b, heads, t, size]).copy_(qk.narrow(2, queries, heads).transpose(1, 2))
    _1 = values.view([b, heads, t, size]).copy_(v.transpose(1, 2))
    groups = queries // heads
    if bias is not None:
        scores = torch.baddbmm(bias, q.reshape([b * heads, groups * t, size]), keys.transpose(1, 2))
        a = torch.bmm(torch.softmax(scores, -1), values).view([b, queries, t, size])
    else:
        k = keys.view([b, heads, t, size]).repeat_interleave(groups, 1)
        a = torch.scaled_dot_product_attention(q, k, values.view([b, heads, t, size]).repeat_interleave(groups, 1), None, 0., True, scale=1.0)
    return a.transpose(1, 2).reshape([b, t, -1])

# Prompts x [B, T, C], right-padded, into rows first.. of the cache; returns the logits [B, V] at the given rows of [B·T].
# cos and sin are [B, 1, T, D].
def prefill(self, x: Tensor, w: List[Tensor], fused: List[Tensor], cos: Tensor, sin: Tensor, cache: List[Tensor], first: int, last: Tensor, heads: int, size: int, eps: float) -> Tensor:
    cos = cos.transpose(1, 2)
    sin = sin.transpose(1, 2)
    edge = self.edge(x, eps)
    layers = len(cache)
    bias: Optional[Tensor] = None
    if len(fused) > 0 and x.size(1) <= 256:
        bias = self.causal_bias(x.size(1), w[1].size(0) // (heads * size))
    for i in range(layers):
        if len(fused) > 0:
            o = 5 * i
            y = self.fused_qkv(self.unit(x, edge), fused, o, cos, sin, heads, size)
            a = self.prompt_attention(y[0], y[1], cache[i], first, bias)
            x = x + self.linear(a, fused[o + 2], None)
            x = x + self.linear(self.fused_mlp(self.unit(x, edge), fused, o), fused[o + 4], None)
        else:
            o = 12 * i
            y = self.plain_qkv(self.rms_norm(x, w[o], eps), w, o, cos, sin, heads, size)
            a = self.prompt_attention(y[0], y[1], cache[i], first, bias)
            x = self.text_mlp(x + self.linear(a, w[o + 7], None), w, o, eps)
    x = x.flatten(0, 1).index_select(0, last)
    return self.head(self.rms_norm(x, w[12 * layers], eps), w[12 * layers + 1])

# --- one token for each of n rows ---

# Writes keys and values at the flat cache positions at [n·2K], then attends over the first length positions. qk [n, H+K, D],
# v [n, K, D]; bias [n·K, H/K, length] hides what lies beyond a row's own length.
def step_attention(self, qk: Tensor, v: Tensor, cache: Tensor, at: Tensor, bias: Optional[Tensor], length: int) -> Tensor:
    n = qk.size(0)
    heads = v.size(1)
    size = v.size(2)
    queries = qk.size(1) - heads
    kv = torch.cat([qk.narrow(1, queries, heads), v], 1)
    _0 = cache.view([-1, size]).index_copy_(0, at, kv.view([-1, size]))
    stride = cache.size(2) * size
    rows = n * heads
    keys = torch.as_strided(cache, [rows, size, length], [stride, 1, size], 0)
    values = torch.as_strided(cache, [rows, length, size], [stride, size, 1], cache.size(1) * stride)
    q = qk.narrow(1, 0, queries).reshape([rows, queries // heads, size])
    if bias is None:
        scores = torch.bmm(q, keys)
    else:
        scores = torch.baddbmm(bias, q, keys)
    return torch.bmm(torch.softmax(scores, -1), values).view([n, -1])

# x [n, C] -> logits [n, V].
def step(self, x: Tensor, w: List[Tensor], fused: List[Tensor], cos: Tensor, sin: Tensor, cache: List[Tensor], at: Tensor, bias: Optional[Tensor], length: int, heads: int, size: int, eps: float) -> Tensor:
    layers = len(cache)
    if len(fused) > 0:
        edge = self.edge(x, eps)
        for i in range(layers):
            o = 5 * i
            y = self.fused_qkv(self.unit(x, edge), fused, o, cos, sin, heads, size)
            a = self.step_attention(y[0], y[1], cache[i], at, bias, length)
            x = x.addmm_(a, fused[o + 2].t())
            x = x.addmm_(self.fused_mlp(self.unit(x, edge), fused, o), fused[o + 4].t())
        return self.linear(self.unit(x, edge), fused[5 * layers], None)
    for i in range(layers):
        o = 12 * i
        y = self.plain_qkv(self.rms_norm(x, w[o], eps), w, o, cos, sin, heads, size)
        a = self.step_attention(y[0], y[1], cache[i], at, bias, length)
        x = self.text_mlp(x + self.linear(a, w[o + 7], None), w, o, eps)
    return self.head(self.rms_norm(x, w[12 * layers], eps), w[12 * layers + 1])

# logits [n, V] -> out [n, 3]: the likeliest token that is not banned, its logit, and the logarithm of the sum over all tokens.
def best(self, logits: Tensor, banned: Tensor, out: Tensor) -> None:
    top = torch.max(logits + banned, -1)
    _0 = out.copy_(torch.stack([top[1].to(6), top[0], logits.logsumexp([-1])], 1))

# A whole decoding step; inputs holds tokens, text positions and flat cache positions at 0, slots and 2·slots.
def decode(self, w: List[Tensor], fused: List[Tensor], table: Tensor, cache: List[Tensor], inputs: Tensor, bias: Optional[Tensor], banned: Tensor, out: Tensor, n: int, slots: int, length: int, heads: int, size: int, eps: float) -> Tensor:
    x = torch.embedding(w[12 * len(cache) + 2], inputs.narrow(0, 0, n))
    turns = table.index_select(0, inputs.narrow(0, slots, n)).unsqueeze(1)
    at = inputs.narrow(0, 2 * slots, n * 2 * heads)
    hidden = bias
    if bias is not None:
        groups = w[1].size(0) // (heads * size)
        b = bias.narrow(0, 0, n).narrow(1, 0, length).unsqueeze(1).unsqueeze(1).to(x.dtype)
        hidden = b.expand([n, heads, groups, length]).reshape([n * heads, groups, length])
    cos = turns.narrow(2, 0, size)
    sin = turns.narrow(2, size, size)
    logits = self.step(x, w, fused, cos, sin, cache, at, hidden, length, heads, size, eps)
    self.best(logits, banned, out.narrow(0, 0, n))
    return logits
