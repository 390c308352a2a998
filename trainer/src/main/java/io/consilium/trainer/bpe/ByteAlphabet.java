package io.consilium.trainer.bpe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * GPT-2's characters for the 256 bytes: printable ones stand for themselves, the others are those from U+0100 up. The
 * token of a byte is its character's place in the order of the characters.
 */
final class ByteAlphabet {
    private final List<String> tokens;
    private final int[] tokenOfByte = new int[256];

    ByteAlphabet() {
        List<Character> characters = characters();
        List<Character> sorted = new ArrayList<>(characters);
        sorted.sort(Comparator.naturalOrder());
        tokens = sorted.stream().map(String::valueOf).toList();
        for (int value = 0; value < tokenOfByte.length; value++) {
            tokenOfByte[value] = sorted.indexOf(characters.get(value));
        }
    }

    private static List<Character> characters() {
        List<Character> characters = new ArrayList<>();
        char next = 256;
        for (char value = 0; value < 256; value++) {
            boolean printable = value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae;
            characters.add(printable ? value : next++);
        }
        return characters;
    }

    /** By id. */
    List<String> tokens() {
        return tokens;
    }

    /** One token a byte of the text in UTF-8. */
    int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokenOfByte[bytes[i] & 0xff];
        }
        return ids;
    }
}
