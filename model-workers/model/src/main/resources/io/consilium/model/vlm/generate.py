
# Generation: no gradients here. A cache is one tensor [2, S·K, capacity, D] per layer (keys, then values), written in place.
# Weights come in two forms: plain, the list of Network.java; and fused (see there), an empty list for large models. States
# are one tensor of rotated queries scaled by 1/sqrt(D), rotated keys, and values: [N, H+2K, D].

def plain_qkv(self, x: Tensor, w: List[Tensor], at: int, turns: List[Tensor], size: int, eps: float) -> Tensor:
    h = self.rms_norm(x, w[at], eps)
    q = self.linear(h, w[at + 1], w[at + 2]).view([x.size(0), -1, size])
    k = self.linear(h, w[at + 3], w[at + 4]).view([x.size(0), -1, size])
    v = self.linear(h, w[at + 5], w[at + 6]).view([x.size(0), -1, size])
    q = self.rotated(q, turns[0], turns[1]).mul_(1.0 / torch.sqrt(size)).to(x.dtype)
    return torch.cat([q, self.rotate(k, turns[0], turns[1]), v], 1)

def states(self, x: Tensor, w: List[Tensor], fused: List[Tensor], layer: int, turns: List[Tensor], size: int, eps: float) -> Tensor:
    if len(fused) > 0:
        return self.fused_qkv(x, fused, 5 * layer, turns[0], fused[len(fused) - 1])
    return self.plain_qkv(x, w, 12 * layer, turns, size, eps)

# What follows attention a [N, H·D] in a layer.
def after(self, x: Tensor, a: Tensor, w: List[Tensor], fused: List[Tensor], layer: int, eps: float) -> Tensor:
    if len(fused) > 0:
        return self.fused_out(x, a, fused, 5 * layer, fused[len(fused) - 1])
    return self.text_out(x, a, w, 12 * layer, eps)

# Angles [N, D/2] as the states' form takes them.
def state_turns(self, angles: Tensor, w: List[Tensor], fused: List[Tensor], heads: int) -> List[Tensor]:
    if len(fused) > 0:
        size = 2 * angles.size(1)
        return [self.fused_turns(angles, fused[0].size(1) // size - heads, heads)]
    return self.turns(angles.unsqueeze(1))

# x [N, C] after the last layer -> logits [N, V].
def scores(self, x: Tensor, w: List[Tensor], fused: List[Tensor], layers: int, eps: float) -> Tensor:
    if len(fused) > 0:
        return self.product(self.unit(x, fused[len(fused) - 1]), fused[5 * layers], None)
    return self.head(self.rms_norm(x, w[12 * layers], eps), w[12 * layers + 1])

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

# Writes keys and values of states [B·T, H+2K, D] into rows of the cache and returns these, [2, B·K, T, D].
def keep_prompts(self, states: Tensor, cache: Tensor, first: int, b: int, t: int, heads: int) -> Tensor:
    size = states.size(2)
    rows = self.window_of(cache, heads, first, b, t)
    kv = states.narrow(1, states.size(1) - 2 * heads, 2 * heads).view([b, t, 2, heads, size])
    _0 = rows.view([2, b, heads, t, size]).copy_(kv.permute([2, 0, 3, 1, 4]))
    return rows

# Causal attention of whole prompts, [B·T, H·D]. Short prompts: plain products, where query heads of one key head are one matrix.
# Long ones: without all T x T scores at once.
def prompt_attention(self, states: Tensor, kept: Tensor, b: int, t: int, heads: int, bias: Optional[Tensor]) -> Tensor:
    size = states.size(2)
    queries = states.size(1) - 2 * heads
    groups = queries // heads
    q = states.narrow(1, 0, queries).view([b, t, queries, size]).transpose(1, 2)
    keys = kept.select(0, 0)
    values = kept.select(0, 1)
    if bias is not None:
        a = self.attend_rows(q.reshape([b * heads, groups * t, size]), keys.transpose(1, 2), values, bias)
        a = a.view([b, queries, t, size])
    elif states.dtype != 6:
        a = self.attend_in_parts(q.reshape([b * heads, groups, t, size]), keys, values, True).view([b, queries, t, size])
    else:
        k = keys.view([b, heads, t, size]).repeat_interleave(groups, 1)
        v = values.view([b, heads, t, size]).repeat_interleave(groups, 1)
        a = torch.scaled_dot_product_attention(q, k, v, None, 0., True, scale=1.0)
    return a.transpose(1, 2).reshape([b * t, -1])

# The same for the last token of each prompt, which lies at last [B] in [B·T]: [B, H·D].
def end_attention(self, states: Tensor, kept: Tensor, last: Tensor, b: int, t: int, heads: int) -> Tensor:
    size = states.size(2)
    queries = states.size(1) - 2 * heads
    q = states.narrow(1, 0, queries).index_select(0, last).view([b * heads, queries // heads, size])
    ends = last - torch.arange(b) * t
    beyond = torch.arange(t).unsqueeze(0) > ends.unsqueeze(1)
    bias = torch.zeros([b, t], dtype=6).masked_fill_(beyond, -inf).repeat_interleave(heads, 0).unsqueeze(1)
    return self.attend_rows(q, kept.select(0, 0).transpose(1, 2), kept.select(0, 1), bias).view([b, -1])

# Prompts x [B, T, C], right-padded, into rows first.. of the cache; returns the logits [B, V] at the given rows of [B·T].
# angles [B, T, D/2]. Of the last layer only keys, values and what these rows need is computed.
def prefill(self, x: Tensor, w: List[Tensor], fused: List[Tensor], angles: Tensor, cache: List[Tensor], first: int, last: Tensor, heads: int, size: int, eps: float) -> Tensor:
    b = x.size(0)
    t = x.size(1)
    x = x.flatten(0, 1)
    turns = self.state_turns(angles.flatten(0, 1), w, fused, heads)
    end = len(cache) - 1
    bias: Optional[Tensor] = None
    if len(fused) > 0 and t <= 256:
        bias = self.causal_bias(t, t, w[1].size(0) // (heads * size))
    for i in range(end):
        y = self.states(x, w, fused, i, turns, size, eps)
        a = self.prompt_attention(y, self.keep_prompts(y, cache[i], first, b, t, heads), b, t, heads, bias)
        x = self.after(x, a, w, fused, i, eps)
    y = self.states(x, w, fused, end, turns, size, eps)
    a = self.end_attention(y, self.keep_prompts(y, cache[end], first, b, t, heads), last, b, t, heads)
    x = self.after(x.index_select(0, last), a, w, fused, end, eps)
    return self.scores(x, w, fused, len(cache), eps)

# --- one token for each of n rows, or several, of which all but the first are guesses ---

# Writes keys and values of states [n·W, H+2K, D] at the flat cache positions at [n·W·2K], then attends over the first length
# positions. bias [n·W, length] hides what lies beyond each one's own.
def step_attention(self, states: Tensor, cache: Tensor, at: Tensor, bias: Optional[Tensor], width: int, length: int, heads: int) -> Tensor:
    n = states.size(0) // width
    size = states.size(2)
    queries = states.size(1) - 2 * heads
    groups = queries // heads
    _0 = cache.view([-1, size]).index_copy_(0, at, states.narrow(1, queries, 2 * heads).reshape([-1, size]))
    stride = cache.size(2) * size
    keys = torch.as_strided(cache, [n * heads, size, length], [stride, 1, size], 0)
    values = torch.as_strided(cache, [n * heads, length, size], [stride, size, 1], cache.size(1) * stride)
    q = states.narrow(1, 0, queries)
    if width > 1:
        q = q.view([n, width, heads, groups, size]).transpose(1, 2)
    q = q.reshape([n * heads, width * groups, size])
    a = self.attend_rows(q, keys, values, bias)
    if width > 1:
        a = a.view([n, heads, width, groups * size]).transpose(1, 2)
    return a.reshape([n * width, -1])

# bias [n·W, length] for all query heads: [n·K, W·H/K, length].
def step_bias(self, bias: Tensor, width: int, heads: int, groups: int) -> Tensor:
    n = bias.size(0) // width
    length = bias.size(1)
    b = bias.view([n, 1, width, 1, length]).expand([n, heads, width, groups, length])
    return b.reshape([n * heads, width * groups, length])

# logits [n, V] -> out [n, 2]: the likeliest token that is not banned, and the logarithm of its probability among all tokens.
def best(self, logits: Tensor, banned: Tensor, out: Tensor) -> None:
    top = torch.max(torch.log_softmax(logits, -1) + banned, -1)
    _0 = out.select(1, 0).copy_(top[1])
    _1 = out.select(1, 1).copy_(top[0])

# A whole decoding step for n places, W of each row side by side; inputs holds tokens, text positions and flat cache positions at
# 0, places and 2·places; bias begins with [n, length]; table [positions, D/2] is the angles'. Returns the logits [n, V].
def decode(self, w: List[Tensor], fused: List[Tensor], table: Tensor, cache: List[Tensor], inputs: Tensor, bias: Optional[Tensor], banned: Tensor, out: Tensor, n: int, places: int, width: int, length: int, heads: int, size: int, eps: float) -> Tensor:
    x = torch.embedding(w[12 * len(cache) + 2], inputs.narrow(0, 0, n))
    turns = self.state_turns(table.index_select(0, inputs.narrow(0, places, n)), w, fused, heads)
    at = inputs.narrow(0, 2 * places, n * 2 * heads)
    hidden = bias
    if bias is not None:
        b = bias.narrow(0, 0, n * length).view([n, length])
        hidden = self.step_bias(b, width, heads, w[1].size(0) // (heads * size))
    for i in range(len(cache)):
        y = self.states(x, w, fused, i, turns, size, eps)
        a = self.step_attention(y, cache[i], at, hidden, width, length, heads)
        x = self.after(x, a, w, fused, i, eps)
    logits = self.scores(x, w, fused, len(cache), eps)
    self.best(logits, banned, out.narrow(0, 0, n))
    return logits
