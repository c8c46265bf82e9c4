package gateway.v1;

import java.security.SecureRandom;
import java.util.HexFormat;

/// The key of Lakehouse's own components, minted at every boot. Only with it are the caller name `vectord.*` and an
/// originator believed. Boot provides it as a bean: the door checks it, the observable client sends it.
///
/// @param value 64 hexadecimal digits
public record InternalCredential(String value) {

    public InternalCredential {
        if (value.length() < 32) {
            throw new IllegalArgumentException("internal credential is too short to be secret");
        }
    }

    /// A fresh one.
    public static InternalCredential mint(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new InternalCredential(HexFormat.of().formatHex(bytes));
    }

    /// Tells nothing.
    @Override
    public String toString() {
        return "InternalCredential[…]";
    }
}
