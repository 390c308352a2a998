
# Small models are held a second time in the form that generation computes fastest, since their speed is that of dispatching
# operations. Rows N are all tokens of all prompts or pictures. What is done once instead of at every call:
#   - matrices are transposed, [inputs, outputs];
#   - a norm's weight and sqrt(C) are multiplied into the matrix behind it, so that a norm is x / |(x, sqrt(C eps))|;
#   - queries are scaled by 1/sqrt(D);
#   - the two halves that a rotary embedding turns are put side by side: a rotation is one complex product. Keys and queries
#     alike are in this order, so that their products stay the same.

def fold(self, w: Tensor, norm: Tensor) -> Tensor:
    return (w * norm * torch.sqrt(norm.size(0))).t().contiguous()

def pairs(self, w: Tensor, size: int) -> Tensor:
    return w.view([w.size(0) // size, 2, size // 2, -1]).transpose(1, 2).reshape(w.size())

# Per layer [qkv, its bias, output, gate and up, down]; then the head and the norm's edge.
def fuse_text(self, w: List[Tensor], layers: int, size: int, eps: float) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    scale = 1.0 / torch.sqrt(size)
    for i in range(layers):
        o = 12 * i
        qk = torch.cat([w[o + 1] * scale, w[o + 3]], 0)
        bias = torch.cat([w[o + 2] * scale, w[o + 4]], 0)
        out.append(self.fold(torch.cat([self.pairs(qk, size), w[o + 5]], 0), w[o]))
        out.append(torch.cat([self.pairs(bias, size), w[o + 6]], 0))
        out.append(w[o + 7].t().contiguous())
        out.append(self.fold(torch.cat([w[o + 9], w[o + 10]], 0), w[o + 8]))
        out.append(w[o + 11].t().contiguous())
    out.append(self.fold(w[12 * layers + 1], w[12 * layers]))
    out.append(torch.full([1], torch.sqrt(eps * w[0].size(0)), dtype=6))
    return out

# The patch embedding of one frame (a still picture's frames are alike); per block [qkv, output, gate and up, down], each with its
# bias; then the merger's two with theirs and the norm's edge.
def fuse_vision(self, w: List[Tensor], blocks: int, heads: int, unit: int) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    out.append(w[0].sum([2]).flatten(1).t().contiguous())
    c = w[0].size(0)
    size = c // heads
    scale = 1.0 / torch.sqrt(size)
    for i in range(blocks):
        o = 1 + 12 * i
        qkv = w[o + 1].chunk(3, 0)
        bias = w[o + 2].chunk(3, 0)
        out.append(self.fold(torch.cat([self.pairs(qkv[0] * scale, size), self.pairs(qkv[1], size), qkv[2]], 0), w[o]))
        out.append(torch.cat([self.pairs(bias[0] * scale, size), self.pairs(bias[1], size), bias[2]], 0))
        out.append(w[o + 3].t().contiguous())
        out.append(w[o + 4].clone())
        out.append(self.fold(torch.cat([w[o + 6], w[o + 8]], 0), w[o + 5]))
        out.append(torch.cat([w[o + 7], w[o + 9]], 0))
        out.append(w[o + 10].t().contiguous())
        out.append(w[o + 11].clone())
    at = 1 + 12 * blocks
    norm = (w[at] * torch.sqrt(c)).repeat([unit])
    out.append((w[at + 1] * norm).t().contiguous())
    out.append(w[at + 2].clone())
    out.append(w[at + 3].t().contiguous())
    out.append(w[at + 4].clone())
    out.append(torch.full([1], torch.sqrt(1e-06 * c), dtype=6))
    return out

# x W + b; large products as in linear().
def product(self, x: Tensor, w: Tensor, b: Optional[Tensor]) -> Tensor:
    if x.numel() * w.size(1) >= 800000:
        return ops.mkldnn._linear_pointwise(x, w.t(), b, "none", [], "")
    if b is not None:
        return torch.addmm(b, x, w)
    return torch.mm(x, w)

# x / |(x, edge)|: with edge = sqrt(C eps) this is RMSNorm but for the factors that are folded into the weights.
def unit(self, x: Tensor, edge: Tensor) -> Tensor:
    return x / torch.hypot(torch.linalg_vector_norm(x, 2, [-1], True), edge)

# Angles [N, D/2] -> what multiplies the pairs of queries, keys and values, [N, H+2K, D/2]: values stay as they are.
def fused_turns(self, angles: Tensor, turned: int, heads: int) -> Tensor:
    n = angles.size(0)
    half = angles.size(1)
    turns = torch.complex(angles.cos(), angles.sin()).unsqueeze(1).expand([n, turned, half])
    return torch.cat([turns, torch.ones([n, heads, half], dtype=9)], 1)

# x [N, C] -> rotated queries and keys, and values: [N, H+2K, D].
def fused_qkv(self, x: Tensor, w: List[Tensor], at: int, turns: Tensor, edge: Tensor) -> Tensor:
    y = self.product(self.unit(x, edge), w[at], w[at + 1])
    both = torch.view_as_complex(y.view([y.size(0), turns.size(1), turns.size(2), 2]))
    return torch.view_as_real(both.mul_(turns)).flatten(2)

def fused_swiglu(self, x: Tensor, w: Tensor, b: Optional[Tensor], edge: Tensor) -> Tensor:
    part = self.product(self.unit(x, edge), w, b).chunk(2, 1)
    return torch.silu(part[0]).mul_(part[1])

# What follows attention a [N, H·D] in a layer of the decoder.
def fused_out(self, x: Tensor, a: Tensor, w: List[Tensor], at: int, edge: Tensor) -> Tensor:
    x = x + self.product(a, w[at + 2], None)
    return x + self.product(self.fused_swiglu(x, w[at + 3], None, edge), w[at + 4], None)

# Queries, keys and values [N, P, 3, H, D] of pictures -> [N, P, C]; runs as in vision_attention().
def fused_windows(self, qkv: Tensor, runs: List[int]) -> Tensor:
    n = qkv.size(0)
    heads = qkv.size(3)
    size = qkv.size(4)
    out = annotate(List[Tensor], [])
    start = 0
    for i in range(len(runs) // 2):
        count = n * runs[2 * i]
        length = runs[2 * i + 1]
        part = qkv.narrow(1, start, runs[2 * i] * length).reshape([count, length, 3, heads, size]).permute([2, 0, 3, 1, 4])
        if length <= 256:
            flat = part.reshape([3, count * heads, length, size])
            scores = torch.bmm(flat.select(0, 0), flat.select(0, 1).transpose(1, 2))
            a = torch.bmm(torch.softmax(scores, -1), flat.select(0, 2)).view([count, heads, length, size])
        else:
            a = torch.scaled_dot_product_attention(part.select(0, 0), part.select(0, 1), part.select(0, 2), None, 0., False, scale=1.0)
        out.append(a.transpose(1, 2).reshape([n, -1, heads * size]))
        start = start + runs[2 * i] * length
    if len(out) == 1:
        return out[0]
    return torch.cat(out, 1)

# As vision(), of pixels [N, P, channels·14·14] of one frame.
def fused_vision(self, pixels: Tensor, w: List[Tensor], angles: Tensor, order: Tensor, back: Tensor, runs: List[int], full: List[int], heads: int, unit: int) -> Tensor:
    n = pixels.size(0)
    p = pixels.size(1)
    x = self.product(pixels.flatten(0, 1), w[0], None)
    c = x.size(1)
    x = x.view([n, p // unit, unit * c]).index_select(1, order).view([n * p, c])
    turns = self.fused_turns(angles, 2 * heads, heads).repeat([n, 1, 1])
    edge = w[len(w) - 1]
    for i in range(len(full)):
        o = 1 + 8 * i
        if full[i] == 1:
            windows = [1, p]
        else:
            windows = runs
        qkv = self.fused_qkv(x, w, o, turns, edge).view([n, p, 3, heads, -1])
        a = self.fused_windows(qkv, windows).view([n * p, c])
        x = x + self.product(a, w[o + 2], w[o + 3])
        x = x + self.product(self.fused_swiglu(x, w[o + 4], w[o + 5], edge), w[o + 6], w[o + 7])
    at = 1 + 8 * len(full)
    x = self.unit(x, edge).view([n * p // unit, unit * c])
    x = self.product(torch.gelu(self.product(x, w[at], w[at + 1])), w[at + 2], w[at + 3])
    return x.view([n, p // unit, -1]).index_select(1, back)
