package lakehouse.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The page that names the tested clients names the versions that are tested.
class ClientsPageTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([\\w@/.:-]+)`[^|]* \\| (\\d[\\w.-]*) \\|", Pattern.MULTILINE);
    private static final Pattern PACKAGE = Pattern.compile("\"([^\"]+)\": \"(\\d[^\"]*)\"");
    private static final Pattern ARTIFACT = Pattern.compile(
            "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>\\$\\{([\\w.-]+)}</version>\\s*<scope>test</scope>");

    @Test
    void everyClientIsNamedWithItsVersion() {
        var named = versions(Tree.page("gateway.v1"), ROW);
        var tested = versions(Tree.read(Tree.MODULE.resolve("src/test/node/package.json")), PACKAGE);
        var properties = Tree.read(Tree.ROOT.resolve("pom.xml"));
        ARTIFACT.matcher(Tree.read(Tree.MODULE.resolve("pom.xml"))).results()
                .filter(artifact -> !artifact.group(1).equals("lakehouse"))
                .forEach(artifact -> tested.put(artifact.group(1) + ":" + artifact.group(2), property(properties, artifact)));

        assertThat(tested).hasSizeGreaterThan(3);
        assertThat(named).isEqualTo(tested);
    }

    private static Map<String, String> versions(String text, Pattern pattern) {
        return pattern.matcher(text).results().collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private static String property(String properties, MatchResult artifact) {
        var value = Pattern.compile("<" + Pattern.quote(artifact.group(3)) + ">([^<]+)<").matcher(properties);
        assertThat(value.find()).as(artifact.group(3)).isTrue();
        return value.group(1);
    }
}
