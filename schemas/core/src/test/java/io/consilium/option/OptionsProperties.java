package io.consilium.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any options and any answer. */
class OptionsProperties {

    @Property
    void anyTextHasAtMostOneReadingAndDoesNotFail(@ForAll List<String> options, @ForAll String answer) {
        Options.of(options).match(answer).ifPresent(index -> assertThat(index).isBetween(0, options.size() - 1));
    }

    @Property
    void anOptionsOwnTextNamesIt(@ForAll("words") List<String> options) {
        Options matching = Options.of(options);
        for (int i = 0; i < options.size(); i++) {
            assertThat(matching.match(options.get(i))).hasValue(i);
        }
    }

    @Property
    void caseSpaceAndPunctuationAroundChangeNothing(
            @ForAll("words") List<String> options, @ForAll("edges") String before, @ForAll("edges") String after) {
        Options matching = Options.of(options);
        for (int i = 0; i < options.size(); i++) {
            String answer = before + options.get(i).toUpperCase(Locale.ROOT) + after;
            assertThat(matching.match(answer)).hasValue(i);
        }
    }

    @Property
    void anOptionsLetterNamesItAloneOrWithItsText(@ForAll("words") List<String> options) {
        Options matching = Options.of(options);
        for (int i = 0; i < options.size(); i++) {
            char letter = (char) ('A' + i);
            assertThat(matching.match("(" + letter + ")")).hasValue(i);
            assertThat(matching.match(letter + ") " + options.get(i))).hasValue(i);
        }
    }

    @Property
    void aLetterWithAnothersTextNamesNone(@ForAll("words") List<String> options) {
        Assume.that(options.size() > 1);
        assertThat(Options.of(options).match("A) " + options.get(1))).isEmpty();
    }

    @Property
    void theOrderOfOptionsDoesNotMatterToText(@ForAll("words") List<String> options) {
        List<String> reversed = new java.util.ArrayList<>(options);
        java.util.Collections.reverse(reversed);
        for (String option : options) {
            assertThat(Options.of(reversed).match(option)).hasValue(reversed.indexOf(option));
        }
    }

    @Property
    void theCanonicalFormIsItsOwn(@ForAll String text) {
        String canonical = Options.canonical(text);
        assertThat(Options.canonical(canonical)).isEqualTo(canonical);
    }

    @Property
    void sayingTheSameIsAnEquivalence(@ForAll String one, @ForAll String other) {
        assertThat(Options.sameText(one, one)).isTrue();
        assertThat(Options.sameText(one, other)).isEqualTo(Options.sameText(other, one));
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(3)
                .ofMaxLength(12)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> edges() {
        return Arbitraries.strings().withChars(" .,;:!?\"'()[]*_`\n").ofMaxLength(4);
    }
}
