package io.consilium.trainer.bpe;

import io.consilium.trainer.bpe.BytePairs.Merge;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns byte pairs: texts are split into words as Qwen2 splits them, and the pair of neighbouring tokens that occurs most
 * often becomes a token, again and again (Sennrich et al., 2016). Of pairs that occur equally often the one with the
 * smaller ids comes first, so the same texts give the same tokens.
 *
 * <p>All words are counted anew for each merge: right for prompts of a few hundred distinct words, slow for whole
 * libraries.
 */
public final class BytePairTrainer {
    /** Qwen2's words; of Unicode, as the tokenizer reads the same pattern. */
    private static final Pattern WORD = Pattern.compile(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Merge> merges = new ArrayList<>();
    private final List<Word> words;

    private BytePairTrainer(Iterable<String> texts) {
        ByteAlphabet alphabet = new ByteAlphabet();
        tokens = new ArrayList<>(alphabet.tokens());
        for (int id = 0; id < tokens.size(); id++) {
            ids.put(tokens.get(id), id);
        }
        words = words(texts, alphabet);
    }

    /** A distinct word of the texts: its tokens so far, and how often it occurs. */
    private static final class Word {
        private final long occurrences;
        private int[] tokens;

        Word(int[] tokens, long occurrences) {
            this.tokens = tokens;
            this.occurrences = occurrences;
        }
    }

    private record Pair(int left, int right) {}

    /**
     * @param vocabulary how many tokens there shall be: the 256 bytes and one for each merge; there are fewer when every word
     *     is a token before
     */
    public static BytePairs train(Iterable<String> texts, int vocabulary) {
        BytePairTrainer trainer = new BytePairTrainer(texts);
        if (vocabulary < trainer.tokens.size()) {
            throw new IllegalArgumentException(
                    "A byte-level vocabulary has 256 tokens or more, not " + vocabulary + ".");
        }
        trainer.grow(vocabulary);
        return new BytePairs(trainer.tokens, trainer.merges);
    }

    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFC));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    private static List<Word> words(Iterable<String> texts, ByteAlphabet alphabet) {
        Map<String, Long> occurrences = new LinkedHashMap<>();
        for (String text : texts) {
            split(text).forEach(word -> occurrences.merge(word, 1L, Long::sum));
        }
        List<Word> words = new ArrayList<>();
        occurrences.forEach((word, times) -> words.add(new Word(alphabet.encode(word), times)));
        return words;
    }

    private void grow(int vocabulary) {
        Map<Pair, Long> counts = count();
        while (tokens.size() < vocabulary && !counts.isEmpty()) {
            merge(commonest(counts));
            counts = count();
        }
    }

    private Map<Pair, Long> count() {
        Map<Pair, Long> counts = new HashMap<>();
        for (Word word : words) {
            for (int i = 1; i < word.tokens.length; i++) {
                counts.merge(new Pair(word.tokens[i - 1], word.tokens[i]), word.occurrences, Long::sum);
            }
        }
        return counts;
    }

    private static Pair commonest(Map<Pair, Long> counts) {
        Comparator<Map.Entry<Pair, Long>> order = Map.Entry.<Pair, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(entry -> entry.getKey().left())
                .thenComparing(entry -> entry.getKey().right());
        return counts.entrySet().stream().min(order).orElseThrow().getKey();
    }

    /** Two different pairs may spell the same token. */
    private void merge(Pair pair) {
        String left = tokens.get(pair.left());
        String right = tokens.get(pair.right());
        merges.add(new Merge(left, right));
        int merged = ids.computeIfAbsent(left + right, token -> {
            tokens.add(token);
            return tokens.size() - 1;
        });
        for (Word word : words) {
            word.tokens = merged(word.tokens, pair, merged);
        }
    }

    private static int[] merged(int[] tokens, Pair pair, int merged) {
        int[] result = new int[tokens.length];
        int length = 0;
        for (int i = 0; i < tokens.length; i++) {
            boolean found = tokens[i] == pair.left() && i + 1 < tokens.length && tokens[i + 1] == pair.right();
            result[length++] = found ? merged : tokens[i];
            i += found ? 1 : 0;
        }
        return length == tokens.length ? tokens : Arrays.copyOf(result, length);
    }
}
