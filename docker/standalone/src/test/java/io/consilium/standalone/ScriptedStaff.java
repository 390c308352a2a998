package io.consilium.standalone;

import io.consilium.department.DepartmentsFile;
import io.consilium.department.DoctorSpec;
import io.consilium.image.ImageStore;
import io.consilium.model.doctor.Delivery;
import io.consilium.model.doctor.Doctor;
import io.consilium.record.Answer;
import io.consilium.record.FailureKind;
import io.consilium.record.ModelVersion;
import io.consilium.record.Request;
import io.consilium.standalone.service.Staff;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Made-up doctors that do what the question says: "fail" lets the specialists fail for good, "mumble" lets triage keep no
 * format, "wait" lets triage take three seconds and "silent" for ever, "defect" lets the attending throw; otherwise all say the first option.
 */
final class ScriptedStaff implements Staff {
    @Override
    public Collection<? extends Doctor> doctors(ImageStore images) {
        return DepartmentsFile.bundled().doctors().stream()
                .map(DoctorSpec::name)
                .map(ScriptedDoctor::new)
                .toList();
    }

    @Override
    public List<ModelVersion> versions() {
        return List.of(ModelVersion.newBuilder()
                .setDoctor("attending")
                .setVersion("scripted-1")
                .setName("scripted")
                .setLocation("nowhere")
                .setPublishedAt(Instant.EPOCH)
                .build());
    }

    @Override
    public void close() {}

    private record ScriptedDoctor(String name) implements Doctor {
        @Override
        public CompletableFuture<Answer> answer(Delivery delivery) {
            Request request = delivery.request();
            Instant now = Instant.now();
            String question = request.getQuestion();
            return switch (request.getRole()) {
                case TRIAGE -> {
                    if (question.contains("silent")) {
                        yield new CompletableFuture<Answer>();
                    }
                    if (question.contains("wait")) {
                        yield new CompletableFuture<Answer>()
                                .completeOnTimeout(said(delivery, "Surgeon", now), 3, TimeUnit.SECONDS);
                    }
                    yield done(question.contains("mumble") ? mumbled(delivery, now) : said(delivery, "Surgeon", now));
                }
                case SPECIALIST ->
                    done(
                            question.contains("fail")
                                    ? delivery.failed(FailureKind.BAD_PROMPT, "scripted to fail", now)
                                    : said(delivery, request.getOptions().get(0), now));
                case ATTENDING -> {
                    if (question.contains("defect")) {
                        throw new IllegalStateException("scripted to quote " + question);
                    }
                    yield done(said(delivery, request.getOptions().get(0), now));
                }
            };
        }

        private static CompletableFuture<Answer> done(Answer answer) {
            return CompletableFuture.completedFuture(answer);
        }

        private static Answer said(Delivery delivery, String answer, Instant now) {
            return delivery.answer(now, now)
                    .setModelVersion("scripted-1")
                    .setRawText("scripted to quote " + delivery.request().getQuestion())
                    .setReasoning("scripted")
                    .setAnswer(answer)
                    .setFormatOk(true)
                    .build();
        }

        private static Answer mumbled(Delivery delivery, Instant now) {
            return delivery.answer(now, now).setRawText("hm").build();
        }
    }
}
