package lakehouse.guard;

import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds who could call a model past the gateway: classes that name a type with which HTTP can be spoken as a client, or
/// a plain socket, be it in code, in a signature or as a string for reflection.
final class HttpClientUse {

    /// Modules that are there to make calls; the last one to Langfuse, of rows alone.
    static final Set<String> CALLERS = Set.of("ai.client", "gateway.v1", "langfuse.export");

    /// Classes that may all the same, each with its reason. A name that ends in a slash is a package.
    static final Map<String, String> EXCEPTIONS = Map.of( //
            "lakehouse/instance/Probe", "asks whether something is alive, and exercises a gateway in training", //
            "lakehouse/remote/", "the command line, as a client of a running service", //
            "vectord/service/bench/", "measures a running service from outside, as its users see it");

    private static final List<String> PACKAGES = List.of("java/net/http/", "io/helidon/webclient/", "org/apache/hc/",
            "jakarta/ws/rs/client/",
            "org/glassfish/jersey/client/", "org/eclipse/microprofile/rest/client/", "ai/client/direct/",
            "ai/client/observable/");
    private static final Set<String> CLASSES = Set.of("java/net/HttpURLConnection", "java/net/URLConnection",
            "javax/net/ssl/HttpsURLConnection", "java/net/Socket", "javax/net/SocketFactory", "java/nio/channels/SocketChannel",
            "java/nio/channels/AsynchronousSocketChannel");
    private static final Set<String> OPENING = Set.of("openConnection", "openStream", "getContent");
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

    private HttpClientUse() {}

    /// What a class uses that it must not; empty where all is well or it is one of the [#EXCEPTIONS].
    static Set<String> in(byte[] classFile) {
        var model = ClassFile.of().parse(classFile);
        var found = new TreeSet<String>();
        if (!excepted(model.thisClass().asInternalName())) {
            model.constantPool().forEach(entry -> names(entry).filter(HttpClientUse::forbidden).forEach(found::add));
        }
        return found;
    }

    private static boolean excepted(String name) {
        return EXCEPTIONS.keySet().stream().anyMatch(exception -> exception.endsWith("/")
                ? name.startsWith(exception)
                : name.equals(exception) || name.startsWith(exception + "$"));
    }

    private static Stream<String> names(PoolEntry entry) {
        return switch (entry) {
            case ClassEntry type -> Stream.of(type.asInternalName());
            case StringEntry text -> Stream.of(text.stringValue().replace('.', '/'));
            case MemberRefEntry member when opensUrl(member) -> Stream.of("java/net/URLConnection");
            case Utf8Entry text -> IN_DESCRIPTOR.matcher(text.stringValue()).results().map(match -> match.group(1));
            default -> Stream.empty();
        };
    }

    private static boolean opensUrl(MemberRefEntry member) {
        return member.owner().asInternalName().equals("java/net/URL") && OPENING.contains(member.name().stringValue());
    }

    private static boolean forbidden(String name) {
        return CLASSES.contains(name) || PACKAGES.stream().anyMatch(name::startsWith);
    }
}
