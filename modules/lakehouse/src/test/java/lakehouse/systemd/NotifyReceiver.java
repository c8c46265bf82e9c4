package lakehouse.systemd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// systemd's side of a notify socket: a bound datagram socket, of which a datagram is taken after the other.
public final class NotifyReceiver implements AutoCloseable {

    private static final MethodHandle SOCKET = function("socket", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle BIND = function("bind", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle POLL = function("poll", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle RECEIVE = function("recv", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE = function("close",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int socket;
    private final String address;
    private final List<String> heard = new ArrayList<>();

    private NotifyReceiver(int socket, String address) {
        this.socket = socket;
        this.address = address;
    }

    /// @param address a path, or `@` and a name
    public static NotifyReceiver at(String address) {
        var name = Arrays.copyOf(address.getBytes(StandardCharsets.UTF_8), address.length() + (address.startsWith("@") ? 0 : 1));
        if (name[0] == '@') {
            name[0] = 0;
        }
        return calling(() -> {
            try (var arena = Arena.ofConfined()) {
                int socket = (int) SOCKET.invokeExact(1, 2 | 0x80000, 0);
                var target = arena.allocate(2 + name.length, 2);
                target.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
                target.asSlice(2).copyFrom(MemorySegment.ofArray(name));
                if ((int) BIND.invokeExact(socket, target, (int) target.byteSize()) < 0) {
                    throw new IOException("no socket at " + address);
                }
                return new NotifyReceiver(socket, address);
            }
        });
    }

    public String address() {
        return address;
    }

    /// All that was said until now.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /// Listens until something is said that meets a condition.
    public String await(Predicate<String> condition, Duration patience) {
        for (long end = System.nanoTime() + patience.toNanos(); System.nanoTime() < end;) {
            var said = next((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
            if (!said.isEmpty()) {
                heard.add(said);
                if (condition.test(said)) {
                    return said;
                }
            }
        }
        throw new AssertionError("not said within " + patience + "; heard: " + heard);
    }

    private String next(int milliseconds) {
        return calling(() -> {
            try (var arena = Arena.ofConfined()) {
                var poll = arena.allocate(8, 4);
                poll.set(ValueLayout.JAVA_INT, 0, socket);
                poll.set(ValueLayout.JAVA_SHORT, 4, (short) 1);
                if ((int) POLL.invokeExact(poll, 1L, milliseconds) < 1) {
                    return "";
                }
                var buffer = arena.allocate(4096);
                long length = (long) RECEIVE.invokeExact(socket, buffer, buffer.byteSize(), 0);
                return new String(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            }
        });
    }

    @Override
    public void close() {
        int ignored = calling(() -> (int) CLOSE.invokeExact(socket));
    }

    private interface Deed<T> {

        T done() throws Throwable;
    }

    private static <T> T calling(Deed<T> deed) {
        try {
            return deed.done();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
