package io.ledger.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledger.core.StreamId;
import io.ledger.core.command.Fingerprint;
import io.ledger.core.command.Precondition;
import io.ledger.core.command.Precondition.AnyVersion;
import io.ledger.core.command.Precondition.Exactly;
import io.ledger.core.command.Request;
import io.ledger.core.log.EventMetadata;
import io.ledger.core.stream.ExpectedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Fingerprint} promises: the same request has the same one, and others have others.
 *
 * @param <C> commands
 */
public abstract class FingerprintContract<C> {

    private final StreamId stream = StreamId.of("sample", UUID.randomUUID());
    private final StreamId other = StreamId.of("sample", UUID.randomUUID());

    protected abstract Fingerprint<C> fingerprint();

    /** Commands that create a stream, no two of them the same. */
    protected abstract List<C> creations();

    /** Commands that change a stream, no two of them the same. */
    protected abstract List<C> changes();

    @Test
    void differentCommandsHaveDifferentFingerprints() {
        var fingerprints = new ArrayList<String>();
        creations().forEach(command -> fingerprints.add(of(stream, command, new AnyVersion())));
        changes().forEach(command -> fingerprints.add(of(stream, command, new AnyVersion())));

        assertThat(fingerprints)
                .hasSizeGreaterThan(2)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[0-9a-f]{64}"));
    }

    @Test
    void theSameRequestHasTheSameFingerprintWhoeverSendsIt() {
        var fingerprints = new ArrayList<String>();
        for (var command : changes()) {
            var mikas = of(stream, command, new AnyVersion());
            var kens = fingerprint().of(stream, command, new AnyVersion(), request("ken", ""));
            var explained = fingerprint().of(stream, command, new AnyVersion(), request("mika", "a reason"));
            assertThat(kens).isEqualTo(mikas);
            fingerprints.addAll(List.of(mikas, explained));
        }
        assertThat(fingerprints).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void aCreationHasTheSameFingerprintUnderEveryNewId() {
        for (var command : creations()) {
            assertThat(of(stream, command, exactly(0))).isEqualTo(of(other, command, exactly(0)));
        }
        assertThat(creations()).map(command -> of(stream, command, exactly(0))).doesNotHaveDuplicates();
    }

    @Test
    void changesOfOtherStreamsAndVersionsHaveOtherFingerprints() {
        for (var command : changes()) {
            assertThat(List.of(
                            of(stream, command, exactly(1)),
                            of(stream, command, exactly(2)),
                            of(stream, command, new AnyVersion()),
                            of(other, command, exactly(1))))
                    .doesNotHaveDuplicates();
        }
    }

    private String of(StreamId id, C command, Precondition precondition) {
        return fingerprint().of(id, command, precondition, request("mika", ""));
    }

    private static Precondition exactly(int version) {
        return new Exactly(new ExpectedVersion(version));
    }

    private static Request request(String actor, String reason) {
        return new Request(new EventMetadata(actor, "c", "c", reason), Optional.empty());
    }
}
