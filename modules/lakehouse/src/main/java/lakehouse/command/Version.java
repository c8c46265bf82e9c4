package lakehouse.command;

import lakehouse.Lakehouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Says what runs here.
@Command(name = "version", description = "Prints the version of Lakehouse and of the Java that runs it.")
final class Version implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(line());
    }

    private static String line() {
        var module = Lakehouse.class.getModule().getDescriptor();
        var own = module == null ? "unpacked" : module.rawVersion().orElse("unpacked");
        return "lakehouse " + own + " (java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ")";
    }

    /// The same for `--version`.
    static final class Text implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[]{line()};
        }
    }
}
