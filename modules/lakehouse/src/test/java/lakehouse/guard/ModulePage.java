package lakehouse.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A page of `module-info-docs`, as the tests read it.
///
/// @param text in Markdown
record ModulePage(String text) {

    private static final Pattern JAVA_BLOCK = Pattern.compile("^```java\\n(.*?)^```\\s*$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern DECLARATION = Pattern.compile("^(@[^\\n]*\\n)*(open )?module .*",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern EXPORTS = Pattern.compile("^\\s*exports\\s+([\\w.]+)(?:\\s+to\\s+([\\w.,\\s]+))?;",
            Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String KEYS = "| Key | Default | Meaning |";

    /// The last fenced block of Java: the module's declaration.
    String descriptor() {
        var block = JAVA_BLOCK.matcher(text);
        var last = "";
        while (block.find()) {
            last = block.group(1);
        }
        return last.strip();
    }

    /// What is documented as exported, each as `package` or `package to friend, friend`.
    List<String> exports() {
        return EXPORTS.matcher(descriptor()).results()
                .map(export -> Exports.text(export.group(1),
                        export.group(2) == null ? List.of() : List.of(export.group(2).strip().split("\\s*,\\s*"))))
                .sorted().toList();
    }

    /// The keys in its tables of configuration keys.
    List<String> keys() {
        var keys = new ArrayList<String>();
        boolean inTable = false;
        for (var line : text.lines().toList()) {
            inTable = line.strip().equals(KEYS) || inTable && line.startsWith("|");
            if (inTable && line.startsWith("| `")) {
                CODE.matcher(line.split("(?<!\\\\)\\|")[1]).results().forEach(code -> keys.add(code.group(1)));
            }
        }
        return keys;
    }

    /// The declaration in the source of a descriptor, without what stands before it.
    static String declaration(String source) {
        var declaration = DECLARATION.matcher(source);
        return declaration.find() ? declaration.group().strip() : "";
    }
}
