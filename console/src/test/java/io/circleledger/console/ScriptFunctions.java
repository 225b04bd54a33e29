package io.circleledger.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions of a script: declarations, methods and arrows, with the lines they take.
 *
 * <p>A script is taken apart into words and signs. Text, template literals, regular expression literals and comments are
 * passed over, since a bracket in one of them opens nothing; code within a template literal is code. A brace begins a
 * function where it follows an arrow, or a list of parameters that no {@code if} or the like stands before. An arrow without
 * a brace reaches as far as its expression.
 */
final class ScriptFunctions {

    /** Words that stand before brackets and a block, and make no function of them. */
    private static final Set<String> BLOCKS = Set.of("if", "for", "while", "switch", "catch", "with", "await");

    /** Words after which a slash begins a regular expression; after others it divides. */
    private static final Set<String> BEFORE_PATTERN = Set.of(
            "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "yield", "await");

    private static final Pattern WORD = Pattern.compile("[#\\p{L}\\p{N}_$]+");
    private static final Pattern NOTHING = Pattern.compile("\\s+|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern TEXT =
            Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
    private static final Pattern REGEX =
            Pattern.compile("/(?:[^/\\\\\\[\\n]|\\\\.|\\[(?:[^\\]\\\\\\n]|\\\\.)*])+/[a-z]*");
    private static final Pattern TEMPLATE =
            Pattern.compile("(?:[^`\\\\$]|\\\\.|\\$(?!\\{))*(`|\\$\\{)", Pattern.DOTALL);

    private static final String LITERAL = "''";

    /** A function, as it is told of: what it is called, where it begins and how many lines it has. */
    record ScriptFunction(String name, int line, int lines) {}

    /** A word, a sign or a literal. */
    private record Token(String text, int line) {

        boolean isWord() {
            return WORD.matcher(text).matches();
        }
    }

    /** A bracket that is not closed yet. */
    private record Open(int token, @Nullable Start function) {}

    /** Where a function begins. */
    private record Start(String name, int line, int depth) {}

    private final List<Token> tokens = new ArrayList<>();
    private final List<ScriptFunction> found = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Deque<Start> expressions = new ArrayDeque<>();
    private final int[] openings;

    private ScriptFunctions(String script) {
        read(script);
        this.openings = new int[tokens.size()];
        for (var at = 0; at < tokens.size(); at++) {
            take(at);
        }
        endExpressions(0, tokens.size());
    }

    /** The functions of a script, in the order in which they end. */
    static List<ScriptFunction> in(String script) {
        return List.copyOf(new ScriptFunctions(script).found);
    }

    private void read(String script) {
        var templates = new ArrayDeque<Integer>();
        var depth = 0;
        var line = 1;
        for (var at = 0; at < script.length(); ) {
            var end = matched(NOTHING, script, at);
            if (end == at) {
                var sign = script.charAt(at);
                var isResumed = sign == '}' && !templates.isEmpty() && templates.peek() == depth;
                if (sign == '`' || isResumed) {
                    end = matched(TEMPLATE, script, at + 1);
                    if (isResumed) {
                        templates.pop();
                        tokens.add(new Token("}", line));
                    }
                    tokens.add(new Token(LITERAL, line));
                    if (script.charAt(end - 1) == '{') {
                        tokens.add(new Token("{", line + lines(script, at, end)));
                        templates.push(depth);
                    }
                } else {
                    end = one(script, at, line);
                    depth += sign == '{' ? 1 : sign == '}' ? -1 : 0;
                }
            }
            line += lines(script, at, end);
            at = end;
        }
    }

    /** Adds the one token at a place. @return where the next one begins */
    private int one(String script, int at, int line) {
        var literal = Math.max(matched(TEXT, script, at), isPatternNext() ? matched(REGEX, script, at) : at);
        if (literal > at) {
            tokens.add(new Token(LITERAL, line));
            return literal;
        }
        var word = matched(WORD, script, at);
        var end = word > at ? word : script.startsWith("=>", at) ? at + 2 : at + 1;
        tokens.add(new Token(script.substring(at, end), line));
        return end;
    }

    private boolean isPatternNext() {
        if (tokens.isEmpty()) {
            return true;
        }
        var before = tokens.getLast();
        return before.isWord()
                ? BEFORE_PATTERN.contains(before.text())
                : !Set.of(")", "]", "}", LITERAL).contains(before.text());
    }

    private static int matched(Pattern pattern, String script, int at) {
        var match = pattern.matcher(script).region(at, script.length());
        return match.lookingAt() ? match.end() : at;
    }

    private static int lines(String script, int from, int to) {
        return (int)
                script.substring(from, to).chars().filter(sign -> sign == '\n').count();
    }

    private void take(int at) {
        switch (tokens.get(at).text()) {
            case "(", "[" -> open.push(new Open(at, null));
            case "{" -> open.push(new Open(at, functionAt(at)));
            case ")", "]", "}" -> close(at);
            case ",", ";" -> endExpressions(open.size(), at);
            case "=>" -> {
                if (!tokens.get(at + 1).text().equals("{")) {
                    expressions.push(arrow(at));
                }
            }
            default -> {}
        }
    }

    private void close(int at) {
        endExpressions(open.size(), at);
        var opening = open.pop();
        openings[at] = opening.token();
        if (opening.function() != null) {
            end(opening.function(), at);
        }
    }

    private void endExpressions(int depth, int at) {
        while (!expressions.isEmpty() && expressions.peek().depth() >= depth) {
            end(expressions.pop(), at - 1);
        }
    }

    private void end(Start function, int last) {
        found.add(new ScriptFunction(
                function.name(), function.line(), tokens.get(last).line() - function.line() + 1));
    }

    /** The function that begins with a brace, or null where it begins something else. */
    private @Nullable Start functionAt(int brace) {
        var before = text(brace - 1);
        if (before.equals("=>")) {
            return arrow(brace - 1);
        }
        if (before.equals("static")) {
            return new Start("static", tokens.get(brace - 1).line(), open.size());
        }
        if (!before.equals(")")) {
            return null;
        }
        var name = openings[brace - 1] - 1;
        return BLOCKS.contains(text(name))
                ? null
                : new Start(text(name), tokens.get(name).line(), open.size());
    }

    /** An arrow function; it is called as what it is assigned to, if it is. */
    private Start arrow(int at) {
        var first = text(at - 1).equals(")") ? openings[at - 1] : at - 1;
        var sign = text(first - 1).equals("async") ? first - 2 : first - 1;
        var isNamed = text(sign).equals("=") || text(sign).equals(":");
        return new Start(isNamed ? text(sign - 1) : "=>", tokens.get(first).line(), open.size());
    }

    private String text(int at) {
        return at < 0 ? "" : tokens.get(at).text();
    }
}
