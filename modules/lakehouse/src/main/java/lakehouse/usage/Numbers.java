package lakehouse.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/// Numbers as people read them.
public final class Numbers {

    private Numbers() {}

    /// A whole number: `1,234,567`.
    public static String whole(BigDecimal number) {
        return format("#,##0", number);
    }

    /// A whole number.
    public static String whole(long number) {
        return whole(BigDecimal.valueOf(number));
    }

    /// Money to a millionth: `1,234.500000`.
    public static String money(BigDecimal amount) {
        return format("#,##0.000000", amount);
    }

    private static String format(String pattern, BigDecimal number) {
        var format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(number);
    }
}
