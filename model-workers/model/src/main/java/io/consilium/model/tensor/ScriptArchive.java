package io.consilium.model.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive without Python: one module class without parameters, whose methods are the given text. The
 * format is a zip of stored entries: the pickled empty module, its source, no constants, and the file version 10.
 */
final class ScriptArchive {
    private static final String HEADER = """
            class Ops(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;
    private static final String SELF = "self: __torch__.Ops";

    private ScriptArchive() {}

    /** Methods are written at column 0 as {@code def name(self, …)}; they are indented and their self is typed here. */
    static byte[] of(String methods) {
        String body = methods.replace("(self,", "(" + SELF + ",").replace("(self)", "(" + SELF + ")");
        String source = HEADER + body.indent(2);
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                store(zip, "ops/data.pkl", module());
                store(zip, "ops/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
                store(zip, "ops/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
                store(zip, "ops/version", "10\n".getBytes(StandardCharsets.US_ASCII));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pickle of an Ops object whose only field is {@code training = False}. */
    private static byte[] module() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        byte[] name = "training".getBytes(StandardCharsets.US_ASCII);
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("c__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', '(', 'X', (byte) name.length, 0, 0, 0});
        pickle.write(name);
        pickle.write(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
