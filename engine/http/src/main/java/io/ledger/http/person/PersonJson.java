package io.ledger.http.person;

import io.ledger.core.person.Person;
import io.ledger.core.person.PersonDetails;
import java.util.LinkedHashMap;
import java.util.Map;

/** A person as they are answered; what is not known of them is left out. */
final class PersonJson {

    private PersonJson() {}

    static Map<String, Object> of(Person person, PersonDetails details) {
        var document = new LinkedHashMap<String, Object>();
        document.put("person_id", person.id().toString());
        document.put("version", person.version());
        document.putAll(fields(details));
        return document;
    }

    static Map<String, Object> fields(PersonDetails details) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", details.name());
        details.nameKana().ifPresent(value -> fields.put("name_kana", value));
        fields.put("kind", details.kind().label());
        details.studentNumber().ifPresent(value -> fields.put("student_number", value));
        details.grade().ifPresent(value -> fields.put("grade", value));
        fields.put("final_grade", details.finalGrade());
        details.major().ifPresent(value -> fields.put("major", value));
        details.age().ifPresent(value -> fields.put("age", value));
        details.email().ifPresent(value -> fields.put("email", value));
        return fields;
    }
}
