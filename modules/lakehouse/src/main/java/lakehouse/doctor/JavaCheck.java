package lakehouse.doctor;

import java.lang.module.ModuleFinder;

/// The Java that runs this: new enough, and with the module that search over vectors computes with.
final class JavaCheck {

    private static final int LEAST = 25;
    private static final String VECTORS = "jdk.incubator.vector";

    private JavaCheck() {}

    static Finding look() {
        var version = Runtime.version();
        var told = "Java " + version + " in " + System.getProperty("java.home");
        if (version.feature() < LEAST) {
            return Finding.fail("java", told + " is older than " + LEAST + ".");
        }
        return ModuleFinder.ofSystem().find(VECTORS).isPresent()
                ? Finding.ok("java", told + ", with " + VECTORS + ".")
                : Finding.fail("java", told + " lacks the module " + VECTORS + ".");
    }
}
