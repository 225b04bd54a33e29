package io.circleledger.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

/** A simple name means one thing in the whole house. */
class SimpleNameTest {

    @Test
    void noTwoTypesShareASimpleName() {
        var places = new TreeMap<String, TreeSet<String>>();
        for (var unit : SourceTrees.parsed().units()) {
            new TreeScanner<Void, List<String>>() {

                @Override
                public Void visitClass(ClassTree type, List<String> outer) {
                    var name = type.getSimpleName().toString();
                    // Anonymous types have no name, and a private one is the business of its file.
                    if (!name.isEmpty() && !type.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
                        places.computeIfAbsent(name, _ -> new TreeSet<>()).add(place(unit, outer));
                    }
                    var inside = new ArrayList<>(outer);
                    inside.add(name);
                    return super.visitClass(type, inside);
                }
            }.scan(unit, List.of());
        }
        assertThat(places).hasSizeGreaterThan(300);
        places.values().removeIf(all -> all.size() == 1);
        assertThat(places).isEmpty();
    }

    private static String place(CompilationUnitTree unit, List<String> outer) {
        return unit.getPackageName() + (outer.isEmpty() ? "" : "." + String.join(".", outer));
    }
}
