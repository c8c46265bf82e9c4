package lakehouse.command;

import java.nio.file.Path;
import java.util.Optional;
import lakehouse.instance.Image;
import lakehouse.instance.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Makes the ahead-of-time cache anew.
@Command(name = "train", description = {"Makes the ahead-of-time cache, with which a start takes about a quarter less.",
    "It runs a private instance (free ports, temporary data) and exercises it. Needed where the image was moved or its "
            + "jars changed; without a fitting cache Lakehouse starts too, only slower."})
final class Train implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write it. Default: $LAKEHOUSE_AOT, else lakehouse.aot in the image. "
            + "The launcher looks for it in the same places.")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--if-needed", description = "Do nothing where the cache is there and fits.")
    private boolean ifNeeded;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        var running = Image.running();
        var image = new Image(running.home(), output.orElse(running.cache()));
        if (ifNeeded && Training.fits(image)) {
            out.println("fits: " + image.cache());
            return;
        }
        Training.run(image);
        out.println("written: " + image.cache());
    }
}
