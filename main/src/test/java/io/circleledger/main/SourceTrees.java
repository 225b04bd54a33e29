package io.circleledger.main;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.ToolProvider;

/** The Java sources of the whole repository's {@code src/main}, parsed by the JDK's own compiler. */
final class SourceTrees {

    /** The top of the repository, from wherever in it the tests run. */
    static final Path TOP = top();

    private final Trees trees;
    private final List<CompilationUnitTree> units;

    private SourceTrees(Trees trees, List<CompilationUnitTree> units) {
        this.trees = trees;
        this.units = units;
    }

    static SourceTrees parsed() {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var sources = files.getJavaFileObjectsFromPaths(sources());
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, sources);
            var units = StreamSupport.stream(task.parse().spliterator(), false)
                    .<CompilationUnitTree>map(unit -> unit)
                    .toList();
            return new SourceTrees(Trees.instance(task), units);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Trees trees() {
        return trees;
    }

    List<CompilationUnitTree> units() {
        return units;
    }

    /** Where a file is, from the top of the repository. */
    static String place(CompilationUnitTree unit) {
        return TOP.relativize(Path.of(unit.getSourceFile().toUri())).toString();
    }

    /** All modules, and the modules of the engine. */
    private static List<Path> sources() throws IOException {
        try (var rooms = Files.list(TOP);
                var engine = Files.list(TOP.resolve("engine"))) {
            return Stream.concat(rooms, engine)
                    .map(room -> room.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceTrees::javaFiles)
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path root) {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path top() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException("the tests do not run inside the repository");
    }
}
