package io.ledger.redis;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Which generation of a read model somebody works with. */
sealed interface GenerationChoice {

    /** The number of the generation to ask for, 0 for none. */
    long number();

    /**
     * Whether an answer is of the generation that is wanted. If not, {@link #number} is another one from now on.
     *
     * @param asked the generation that was asked for
     * @param pointer what the pointer said at the moment of the answer
     */
    boolean isOf(long asked, @Nullable String pointer);

    /** The generation that a script has to find live, or an empty text when it need not be. */
    String mustBeLive(long asked);

    /** The live one, wherever the pointer says. */
    final class Live implements GenerationChoice {

        private volatile long number = GenerationNumber.FIRST;

        @Override
        public long number() {
            return number;
        }

        @Override
        public boolean isOf(long asked, @Nullable String pointer) {
            var live = GenerationNumber.parse(pointer);
            if (live != number) {
                number = live;
            }
            return live == asked;
        }

        @Override
        public String mustBeLive(long asked) {
            return Long.toString(asked);
        }
    }

    /** A certain one, live or not. */
    record Certain(LongSupplier which) implements GenerationChoice {

        @Override
        public long number() {
            return which.getAsLong();
        }

        @Override
        public boolean isOf(long asked, @Nullable String pointer) {
            return true;
        }

        @Override
        public String mustBeLive(long asked) {
            return "";
        }
    }
}
