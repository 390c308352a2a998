package io.consilium.model.vlm;

import io.consilium.model.vlm.ChatTemplate.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prompts to tokens, patches and positions. Thread-safe. */
final class PromptEncoder {
    private final TextCodec codec;
    private final SpecialTokens special;
    private final ImageProcessor images;

    PromptEncoder(TextCodec codec, SpecialTokens special, ImageProcessor images) {
        this.codec = codec;
        this.special = special;
        this.images = images;
    }

    PreparedPrompt encode(ChatPrompt prompt) {
        Tokens tokens = new Tokens();
        List<Patches> pictures = new ArrayList<>();
        for (Piece piece : ChatTemplate.render(prompt)) {
            if (piece instanceof Piece.Plain plain) {
                tokens.add(codec.encode(plain.text()));
            } else if (piece instanceof Piece.MessageStart) {
                tokens.add(special.messageStart());
            } else if (piece instanceof Piece.MessageEnd) {
                tokens.add(special.messageEnd());
            } else if (piece instanceof Piece.Image image) {
                Patches patches = images.process(image.picture());
                pictures.add(patches);
                int[] places = new int[patches.grid().patches() / (merge() * merge())];
                Arrays.fill(places, special.image());
                tokens.add(special.visionStart());
                tokens.add(places);
                tokens.add(special.visionEnd());
            }
        }
        int[] ids = tokens.toArray();
        List<PatchGrid> grids = pictures.stream().map(Patches::grid).toList();
        return new PreparedPrompt(ids, pictures, RopePositions.of(ids, special.image(), grids, merge()));
    }

    private int merge() {
        return images.settings().merge();
    }

    /** A growing list of ints. */
    private static final class Tokens {
        private int[] ids = new int[64];
        private int count;

        void add(int... more) {
            if (count + more.length > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(2 * ids.length, count + more.length));
            }
            System.arraycopy(more, 0, ids, count, more.length);
            count += more.length;
        }

        int[] toArray() {
            return Arrays.copyOf(ids, count);
        }
    }
}
