package io.ledger.http.person;

import io.ledger.core.Parsed;
import io.ledger.core.Sha256;
import io.ledger.core.person.PersonDetails;
import io.ledger.core.person.PersonKind;
import io.ledger.core.text.TextRule;
import io.ledger.http.answer.Faults;
import io.ledger.http.request.BodyValues;
import io.ledger.http.request.JsonBody.Value;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of a person in a request's body. */
public final class PersonFields {

    /** The fields in the order in which they are shown. */
    public static final List<String> NAMES =
            List.of("name", "name_kana", "kind", "student_number", "grade", "final_grade", "major", "age", "email");

    /** Those that are whole numbers. */
    public static final Set<String> NUMBERS = Set.of("grade", "final_grade", "age");

    private static final TextRule NAME = new TextRule("name", 100);
    private static final TextRule KANA = new TextRule("name kana", 100);
    private static final TextRule NUMBER = new TextRule("student number", 32);
    private static final TextRule MAJOR = new TextRule("major", 100);
    private static final TextRule EMAIL = new TextRule("email", 254);
    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private static final PersonDetails BLANK = new PersonDetails(
            "?",
            Optional.empty(),
            PersonKind.STUDENT,
            Optional.empty(),
            Optional.empty(),
            PersonDetails.USUAL_FINAL_GRADE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private PersonFields() {}

    /** Somebody new; empty where a field has a fault. */
    static Optional<PersonDetails> added(BodyValues body) {
        body.require("name");
        return changed(body, BLANK);
    }

    /** Somebody with the fields that the body has; {@code null} clears one that need not be there. */
    static Optional<PersonDetails> changed(BodyValues body, PersonDetails before) {
        var name = body.text("name", NAME::parse).orElse(before.name());
        var kind = body.text("kind", PersonFields::kind).orElse(before.kind());
        var finalGrade = body.integer("final_grade", 1, PersonDetails.MAX_GRADE).orElse(before.finalGrade());
        return Optional.of(new PersonDetails(
                name,
                text(body, "name_kana", KANA::parse, before::nameKana),
                kind,
                text(body, "student_number", text -> NUMBER.parse(narrow(text)), before::studentNumber),
                cleared(body, "grade")
                        ? Optional.empty()
                        : body.integer("grade", 1, PersonDetails.MAX_GRADE).or(before::grade),
                finalGrade,
                text(body, "major", MAJOR::parse, before::major),
                cleared(body, "age")
                        ? Optional.empty()
                        : body.integer("age", 0, PersonDetails.MAX_AGE).or(before::age),
                text(body, "email", PersonFields::email, before::email)));
    }

    private static Optional<String> text(
            BodyValues body, String name, Function<String, Parsed<String>> parser, Supplier<Optional<String>> before) {
        return cleared(body, name) ? Optional.empty() : body.text(name, parser).or(before);
    }

    private static boolean cleared(BodyValues body, String name) {
        return body.body().get(name) instanceof Value.Other(var kind) && kind.equals("null");
    }

    private static Parsed<PersonKind> kind(String text) {
        return PersonKind.parse(text)
                .<Parsed<PersonKind>>map(Parsed.Valid::new)
                .orElseGet(() -> new Parsed.Invalid<>("The kind must be student or staff"));
    }

    /** Full width is what a Japanese keyboard writes; nobody means another number by it, and imports read it like this. */
    private static String narrow(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static Parsed<String> email(String text) {
        return switch (EMAIL.parse(narrow(text))) {
            case Parsed.Valid<String>(var address)
            when !ADDRESS.matcher(address).matches() ->
                new Parsed.Invalid<>("The email must be an address such as name@example.ac.jp");
            case Parsed<String> parsed -> parsed;
        };
    }

    /** The usual form of one field's value that is written as a text; or a sentence that says what is wrong with it. */
    public static Parsed<String> normal(String name, String text) {
        return changed(BLANK, Map.of(name, text))
                .map(details -> String.valueOf(PersonJson.fields(details).get(name)));
    }

    /** What somebody has, as texts by field. */
    public static Map<String, String> texts(PersonDetails details) {
        var texts = new LinkedHashMap<String, String>();
        PersonJson.fields(details).forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }

    /** Somebody new with these values; or a sentence that says what is wrong with one. */
    public static Parsed<PersonDetails> added(Map<String, String> texts) {
        return changed(BLANK, texts);
    }

    /** Somebody with other values of some fields, of which an empty one clears its field; or what is wrong with one. */
    public static Parsed<PersonDetails> changed(PersonDetails before, Map<String, String> texts) {
        var faults = new Faults();
        var changed = changed(new BodyValues(body(texts), faults), before).orElseThrow();
        return faults.first()
                .<Parsed<PersonDetails>>map(fault -> new Parsed.Invalid<>(fault.detail()))
                .orElseGet(() -> new Parsed.Valid<>(changed));
    }

    private static Map<String, Value> body(Map<String, String> texts) {
        var body = new LinkedHashMap<String, Value>();
        texts.forEach((name, text) -> {
            if (text.isEmpty()) {
                body.put(name, new Value.Other("null"));
            } else {
                body.put(name, NUMBERS.contains(name) ? new Value.Numeral(text) : new Value.Text(text));
            }
        });
        return body;
    }

    /** Somebody by the four fields with which an owner is registered. */
    public static Optional<PersonDetails> owner(BodyValues body) {
        body.require("owner_name");
        var name = body.text("owner_name", new TextRule("owner name", 100)::parse);
        var age = body.integer("owner_age", 0, PersonDetails.MAX_AGE);
        var grade = body.integer("owner_grade", 1, PersonDetails.MAX_GRADE);
        var major = body.text("owner_major", new TextRule("owner major", 100)::parse);
        return name.map(it -> new PersonDetails(
                it,
                Optional.empty(),
                PersonKind.STUDENT,
                Optional.empty(),
                grade,
                PersonDetails.USUAL_FINAL_GRADE,
                major,
                age,
                Optional.empty()));
    }

    /** The fingerprint of a request that names some fields, whatever the others are. */
    static String fingerprint(String request, BodyValues body) {
        var named = NAMES.stream().filter(body::has).collect(Collectors.joining(","));
        return fingerprint(
                request + "\n" + named,
                changed(new BodyValues(body.body(), new Faults()), BLANK).orElseThrow());
    }

    /** The same for values that are texts. */
    public static String fingerprint(String request, Map<String, String> texts) {
        return fingerprint(request, new BodyValues(body(texts), new Faults()));
    }

    /** The fingerprint of a request with these details; no value has line breaks. */
    public static String fingerprint(String request, PersonDetails details) {
        var text = new StringBuilder(request).append('\n');
        PersonJson.fields(details)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        return Sha256.hex(text.toString());
    }
}
