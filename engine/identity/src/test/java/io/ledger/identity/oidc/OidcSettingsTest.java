package io.ledger.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OidcSettingsTest {

    private static final Map<String, String> USABLE = Map.of(
            "OIDC_ISSUER", "https://login.example.org/realms/university",
            "OIDC_CLIENT_ID", "ledger");

    private final List<String> faults = new ArrayList<>();

    private Optional<OidcSettings> read(Map<String, String> environment) {
        return OidcSettings.read(name -> Optional.ofNullable(environment.get(name)), Optional.empty(), faults);
    }

    private static Map<String, String> with(String name, String value) {
        var environment = new HashMap<>(USABLE);
        environment.put(name, value);
        return environment;
    }

    @Test
    void twoSettingsAreEnough() {
        var settings = read(USABLE).orElseThrow();
        assertThat(settings.audience()).isEqualTo("ledger");
        assertThat(settings.roleClaim()).isEqualTo("roles");
        assertThat(settings.clientSecret()).isEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void theRestMayBeSet() {
        var environment = with("OIDC_AUDIENCE", "api");
        environment.put("OIDC_ROLE_CLAIM", "realm_access.roles");
        environment.put("OIDC_CLIENT_SECRET", "s3cret");
        var settings = read(environment).orElseThrow();
        assertThat(settings.audience()).isEqualTo("api");
        assertThat(settings.roleClaim()).isEqualTo("realm_access.roles");
        assertThat(settings.clientSecret()).contains("s3cret");
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    @Test
    void nothingIsNoProvider() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8081/realms/x", "http://127.0.0.1:8081", "http://[::1]/x", "HTTPS://Login"})
    void issuersOfThisMachineMayBePlain(String issuer) {
        assertThat(read(with("OIDC_ISSUER", issuer))).isPresent();
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.org",
                "http://localhost.example.org",
                "http://127.0.0.1.example.org",
                "login.example.org",
                "https://user:secret@login.example.org",
                "https://login.example.org/?realm=x",
                "https://login.example.org/#x",
                "file:///etc/passwd",
                "https:///x"
            })
    void otherIssuersAreNot(String issuer) {
        assertThat(read(with("OIDC_ISSUER", issuer))).isEmpty();
        assertThat(faults).singleElement().asString().startsWith("OIDC_ISSUER").doesNotContain("secret");
    }

    @Test
    void anIssuerNeedsAClient() {
        assertThat(read(Map.of("OIDC_ISSUER", "https://login.example.org"))).isEmpty();
        assertThat(faults).singleElement().asString().startsWith("OIDC_CLIENT_ID");
    }

    @ParameterizedTest
    @CsvSource({"OIDC_CLIENT_ID, ledger", "OIDC_CLIENT_SECRET, s3cret", "OIDC_ROLE_CLAIM, roles", "OIDC_AUDIENCE, api"})
    void theOthersNeedAnIssuer(String name, String value) {
        assertThat(read(Map.of(name, value))).isEmpty();
        assertThat(faults).singleElement().asString().startsWith(name).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {".roles", "roles.", "realm_access..roles"})
    void aPathOfClaimsHasNoGaps(String path) {
        read(with("OIDC_ROLE_CLAIM", path));
        assertThat(faults).singleElement().asString().startsWith("OIDC_ROLE_CLAIM");
    }
}
