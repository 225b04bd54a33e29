package io.circleledger.api;

import io.circleledger.domain.circle.CircleName;

/** The limits of what is asked about circles; those of HTTP itself are in {@link io.ledger.http.HttpLimits}. */
final class ApiLimits {

    /** What is looked for in names, trimmed: as long as a name. */
    static final int SEARCH_CHARACTERS = CircleName.MAX_CHARACTERS;

    /** The cursor of a search, which has the key of a name in it: 100 characters of 4 octets, in base 64. */
    static final int SEARCH_CURSOR_CHARACTERS = 640;

    /** Circles that are looked at in one step of the deadline for renewals: as many ids as the plan of a step takes. */
    static final int DEADLINE_PAGE = 100;

    /** How often a circle that is to lapse is tried in one step, when others change it too. */
    static final int DEADLINE_ATTEMPTS = 5;

    /** How often a row of a roster is tried, when others change its circle too. */
    static final int ROW_ATTEMPTS = 20;

    private ApiLimits() {}
}
