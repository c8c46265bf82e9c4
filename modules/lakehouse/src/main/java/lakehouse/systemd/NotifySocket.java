package lakehouse.systemd;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where systemd hears what a service says of itself (`sd_notify(3)`): a datagram socket of the Unix family, which Java's
/// own channels do not have. So the three calls it takes go to the C library.
///
/// @param address as in `NOTIFY_SOCKET`: a path, or a name in the kernel's abstract namespace that begins with `@`
record NotifySocket(String address) {

    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int FAMILY_BYTES = Short.BYTES;
    private static final int LONGEST = 107;

    NotifySocket {
        if (!(address.startsWith("/") || address.startsWith("@")) || bytes(address).length > LONGEST) {
            throw new IllegalArgumentException("NOTIFY_SOCKET: neither a path nor an abstract name: " + address);
        }
    }

    /// Says something: lines of `KEY=value`.
    ///
    /// @throws IOException where nobody can hear it
    void send(String message) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(Libc.STATE);
            int socket = (int) Libc.SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            checked(socket, state);
            try {
                var text = arena.allocateFrom(ValueLayout.JAVA_BYTE, message.getBytes(StandardCharsets.UTF_8));
                var target = target(arena);
                checked((long) Libc.SEND_TO.invokeExact(state, socket, text, text.byteSize(), MSG_NOSIGNAL, target,
                        (int) target.byteSize()), state);
            } finally {
                int ignored = (int) Libc.CLOSE.invokeExact(socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The `sockaddr_un` that it is: the family, then the path, or the name with a zero in the place of the `@`.
    private MemorySegment target(Arena arena) {
        var name = bytes(address);
        if (name[0] == '@') {
            name[0] = 0;
        } else {
            name = Arrays.copyOf(name, name.length + 1);
        }
        var target = arena.allocate(FAMILY_BYTES + name.length, Short.BYTES);
        target.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
        target.asSlice(FAMILY_BYTES).copyFrom(MemorySegment.ofArray(name));
        return target;
    }

    private void checked(long result, MemorySegment state) throws IOException {
        if (result < 0) {
            throw new IOException(
                    "NOTIFY_SOCKET: nothing can be said to " + address + " (errno " + (int) Libc.ERRNO.get(state, 0L)
                            + ")");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// What is called of the C library; looked up where there is somebody to talk to.
    private static final class Libc {

        static final StructLayout STATE = Linker.Option.captureStateLayout();
        static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        static final MethodHandle SOCKET = function("socket",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
        static final MethodHandle SEND_TO = function("sendto",
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
        static final MethodHandle CLOSE = function("close",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private Libc() {}

        @SuppressWarnings("restricted") // The launcher allows it to this module.
        private static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... options) {
            var linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
        }
    }
}
