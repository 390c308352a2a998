package io.consilium.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ScopeTest {

    @Test
    void shouldFreeEverythingItOwns() {
        long before = Torch.owned();
        try (Scope scope = Scope.open()) {
            scope.floats(new float[] {1, 2, 3});
            scope.host(ElementType.I64, 4);
            assertThat(Torch.owned()).isEqualTo(before + 2);
        }
        assertThat(Torch.owned()).isEqualTo(before);
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
