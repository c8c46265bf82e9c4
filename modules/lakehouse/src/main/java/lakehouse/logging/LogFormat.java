package lakehouse.logging;

import java.util.Arrays;
import java.util.logging.Logger;
import lakehouse.LakehouseException;
import lakehouse.LakehouseException.Code;

/// What a line of the log looks like (`logging.format`). Where lines go, and which, is said in `conf/logging.properties`.
public enum LogFormat {

    /// As `logging.properties` says.
    TEXT {
        @Override
        public void apply() {
            // It is so already.
        }
    },
    /// An object of JSON.
    JSON {
        @Override
        public void apply() {
            Arrays.stream(Logger.getLogger("").getHandlers()).forEach(handler -> handler.setFormatter(new JsonLines()));
        }
    };

    /// @throws LakehouseException `CONFIGURATION` where there is none of that name
    public static LogFormat of(String name) {
        return switch (name) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new LakehouseException(Code.CONFIGURATION,
                    "logging.format: '" + name + "' is neither text nor json");
        };
    }

    /// Lets all that is written from now on look like it, wherever it goes.
    public abstract void apply();
}
