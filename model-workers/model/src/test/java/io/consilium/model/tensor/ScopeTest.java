package io.consilium.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ScopeTest {
    @Test
    void shouldFreeWhatItOwnsAndNothingElse() {
        long before = Torch.owned();
        try (Scope outer = Scope.open()) {
            Tensor kept;
            Tensor lost;
            try (Scope inner = Scope.open()) {
                lost = inner.floats(new float[] {1, 2, 3});
                kept = outer.keep(Script.shared().tensor(inner, "copy_of", lost));
            }
            assertThat(kept.toFloats()).containsExactly(1, 2, 3);
            assertThatThrownBy(lost::toFloats).isInstanceOf(IllegalStateException.class);
            assertThat(Torch.owned()).isEqualTo(before + 1);
        }
        assertThat(Torch.owned()).isEqualTo(before);
    }

    @Test
    void shouldKeepValuesThroughBfloat16() {
        try (Scope scope = Scope.open()) {
            Tensor narrow = Script.shared()
                    .tensor(scope, "cast", scope.floats(new float[] {1.5f, -3f}), ElementType.BF16.code());
            assertThat(narrow.type()).isEqualTo(ElementType.BF16);
            Tensor wide = Script.shared().tensor(scope, "cast", narrow, ElementType.F32.code());
            assertThat(wide.toFloats()).containsExactly(1.5f, -3f);
        }
    }

    @Test
    void shouldRecordGradientsOnlyWhereAsked() {
        try (Scope scope = Scope.open()) {
            Tensor leaf = scope.floats(new float[] {2, 3}).requireGradient();
            Tensor weights = scope.floats(new float[] {5, 7});
            assertThat(leaf.gradient(scope)).isEmpty();
            try (Gradients recorded = Torch.recordGradients()) {
                recorded.backward(Script.shared().tensor(scope, "weighted_sum", leaf, weights));
            }
            assertThat(leaf.gradient(scope).orElseThrow().toFloats()).containsExactly(5, 7);
        }
    }

    @Test
    void shouldShareMemoryWithJava() {
        try (Scope scope = Scope.open()) {
            HostTensor shared = scope.host(ElementType.I64, 3);
            shared.memory().putLong(8, 42);
            assertThat(shared.tensor().toLongs()).containsExactly(0, 42, 0);
        }
    }

    @Test
    void shouldNameTheMethodThatFails() {
        try (Scope scope = Scope.open()) {
            Tensor x = scope.floats(new float[] {1});
            assertThatThrownBy(() -> Script.shared().tensor(scope, "no_such_method", x))
                    .hasMessageContaining("no_such_method");
        }
    }

    @Test
    void shouldKeepSharedMemoryWhileTheTensorMayBeWritten() {
        try (Scope scope = Scope.open()) {
            HostTensor shared = scope.host(ElementType.F32, 1024);
            WeakReference<ByteBuffer> memory = new WeakReference<>(shared.memory());
            Tensor tensor = shared.tensor();
            shared = null;
            for (int i = 0; i < 5; i++) {
                System.gc();
            }
            assertThat(memory.get()).as("collected while a tensor lies in it").isNotNull();
            assertThat(tensor.toFloats()).hasSize(1024).containsOnly(0);
        }
    }
}
