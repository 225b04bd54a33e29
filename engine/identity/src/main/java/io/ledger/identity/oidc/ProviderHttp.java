package io.ledger.identity.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks an identity provider: it follows no redirect, waits a bounded time, and reads a bounded answer. */
final class ProviderHttp implements AutoCloseable {

    /** An answer of the provider, whatever its status. */
    record ProviderAnswer(int status, String body) {}

    private final Duration answerTimeout;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(OidcLimits.CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    ProviderHttp() {
        this(OidcLimits.ANSWER_TIMEOUT);
    }

    /** @param answerTimeout how long an answer is waited for, to its end */
    ProviderHttp(Duration answerTimeout) {
        this.answerTimeout = answerTimeout;
    }

    /** The JSON that is at an address. */
    String get(URI address) throws ProviderUnavailableException {
        var answer = send(HttpRequest.newBuilder(address).GET());
        if (answer.status() != 200) {
            throw new ProviderUnavailableException("it answers %d".formatted(answer.status()));
        }
        return answer.body();
    }

    /**
     * What it answers to a form.
     *
     * @param authorization the header of that name
     */
    ProviderAnswer post(URI address, Map<String, String> form, Optional<String> authorization)
            throws ProviderUnavailableException {
        var body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        var answer = send(request);
        if ((answer.status() >= 300 && answer.status() < 400) || answer.status() >= 500) {
            throw new ProviderUnavailableException("it answers %d".formatted(answer.status()));
        }
        return answer;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private ProviderAnswer send(HttpRequest.Builder request) throws ProviderUnavailableException {
        var limited = BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), OidcLimits.ANSWER_BYTES);
        var answer = client.sendAsync(
                request.header("Accept", "application/json")
                        .timeout(answerTimeout)
                        .build(),
                limited);
        try {
            // The timeout of the request ends with the headers; this one is for the body, too.
            HttpResponse<String> got = answer.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
            return new ProviderAnswer(got.statusCode(), got.body());
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw new ProviderUnavailableException("it did not answer in time", slow);
        } catch (InterruptedException interrupt) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ProviderUnavailableException("the wait for it was interrupted", interrupt);
        } catch (ExecutionException failure) {
            throw new ProviderUnavailableException(reason(failure.getCause()), failure);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return "it did not answer in time";
        }
        return cause instanceof IOException
                        && String.valueOf(cause.getMessage()).contains("capacity")
                ? "its answer is larger than %d bytes".formatted(OidcLimits.ANSWER_BYTES)
                : "it cannot be reached";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
