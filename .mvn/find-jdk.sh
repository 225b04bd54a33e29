# Sourced by mvnw and circle-ledger: sets and exports JAVA_HOME to a JDK of release 25 or newer,
# or says what to install and exits.

required_java=25

# A JDK states its release in a file: reading it costs no start of a JVM.
is_wanted_jdk() {
    [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    major=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release")
    [ "${major:-0}" -ge "$required_java" ]
}

# The `java` on PATH is often a link to the one inside a JDK.
home_of_java_on_path() {
    found=$(command -v java) || return 0
    dirname "$(dirname "$(readlink -f "$found")")"
}

find_jdk() {
    for candidate in "${JAVA_HOME:-}" "$(home_of_java_on_path)" \
        /usr/lib/jvm/* /opt/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        if is_wanted_jdk "$candidate"; then
            JAVA_HOME=$candidate
            export JAVA_HOME
            return 0
        fi
    done
    echo "${0##*/}: no JDK $required_java or newer found." \
        "Install one (such as Eclipse Temurin $required_java) or set JAVA_HOME to it." >&2
    exit 1
}

find_jdk
