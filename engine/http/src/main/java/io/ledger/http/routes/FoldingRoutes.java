package io.ledger.http.routes;

import io.ledger.core.text.NameFolding;
import io.ledger.core.text.TextRule;
import io.ledger.http.HttpLimits;
import io.ledger.http.answer.Answer;
import io.ledger.http.answer.Fault;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.Call;
import io.ledger.http.request.QueryParameters;
import io.ledger.http.routing.RouteGroup;
import io.ledger.http.routing.Routes;
import java.util.List;
import java.util.Set;

/**
 * The folding of names, for clients that compare them: which names the ledger takes for the same is told by nobody
 * else.
 */
public final class FoldingRoutes implements RouteGroup {

    private static final String TEXT = "text";

    private final NameFolding folding;
    private final int maxCharacters;

    /** @param maxCharacters of one text: what somebody types for a name can be longer than one */
    public FoldingRoutes(NameFolding folding, int maxCharacters) {
        this.folding = folding;
        this.maxCharacters = maxCharacters;
    }

    @Override
    public void addTo(Routes routes) {
        routes.add("GET", "/folding", this::fold);
    }

    private Answer fold(Call call) {
        var faults = new Faults();
        var texts =
                QueryParameters.of(call, List.of(TEXT), Set.of(TEXT), faults).all(TEXT);
        if (texts.isEmpty()) {
            faults.add(Fault.parameter(TEXT, "The text is missing; give 1 to %d".formatted(HttpLimits.FOLDED_TEXTS)));
        } else if (texts.size() > HttpLimits.FOLDED_TEXTS) {
            faults.add(Fault.parameter(
                    TEXT,
                    "There are %d texts; at most %d are allowed".formatted(texts.size(), HttpLimits.FOLDED_TEXTS)));
        }
        texts.stream()
                .mapToInt(text -> text.codePointCount(0, text.length()))
                .filter(characters -> characters > maxCharacters)
                .findFirst()
                .ifPresent(characters -> faults.add(Fault.parameter(
                        TEXT,
                        "A text has %d characters; at most %d are allowed".formatted(characters, maxCharacters))));
        faults.refuseIfAny();
        return Answer.json(
                200, texts.stream().map(TextRule::trimmed).map(folding::fold).toList());
    }
}
