package io.consilium.intake;

import io.consilium.digest.Digest;
import io.consilium.problem.PoisonException;
import io.consilium.record.Cancel;
import io.consilium.record.Case;
import io.consilium.record.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a case and makes it fit for the journey: it has an id and a content hash, and its pictures lie in the image
 * store. Belongs to one thread.
 */
final class Intake {
    private final CaseRules rules;
    private final Pictures pictures;

    Intake(CaseRules rules, Pictures pictures) {
        this.rules = rules;
        this.pictures = pictures;
    }

    /** @throws PoisonException when the case cannot be accepted */
    Case accept(Case published, Instant now) {
        rules.check(published, now);
        String caseId = CaseId.of(published);
        List<Image> images = new ArrayList<>();
        for (Image image : published.getImages()) {
            images.add(pictures.accept(caseId, published.getSubject(), images.size(), image));
        }
        return Case.newBuilder(published)
                .setCaseId(caseId)
                .setImages(images)
                .setContentHash(contentHash(published, images))
                .build();
    }

    /** @throws PoisonException when the cancellation cannot be accepted */
    void check(Cancel cancel) {
        rules.check(cancel);
    }

    private static String contentHash(Case published, List<Image> images) {
        List<String> parts = new ArrayList<>();
        parts.add(published.getSubject());
        parts.add(published.getQuestion());
        parts.add(published.getHistory().orElse(""));
        parts.add(String.valueOf(published.getOptions().size()));
        parts.addAll(published.getOptions());
        images.forEach(image -> parts.add(image.getSha256().orElse("")));
        return Digest.of(parts.toArray(String[]::new));
    }
}
