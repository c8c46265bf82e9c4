package langfuse.export.text;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The rules that always hold. Their patterns say how long something may be, or are not checked any further: so no text makes
/// them look at the same part of it again and again.
final class Rules {

    private static final String TOKEN = "[A-Za-z0-9._~+/=-]";
    private static final String KEY = String.join("|",
            "(?i:authorization[\"']?\\s{0,3}[:=]\\s{0,3}[\"']?(?:basic|bearer|token)\\s{1,3})[^\\s\"',]{4,}",
            "(?i:\\bbearer)[\\s:]{1,3}[A-Za-z._~+/=-]*\\d" + TOKEN + "{7,}",
            "\\b(?:sk|pk|rk|whsec)[-_][A-Za-z_-]*\\d[A-Za-z0-9_-]{8,}",
            "\\bgh[opsur]_[A-Za-z0-9]{20,}", "\\bgithub_pat_[A-Za-z0-9_]{20,}", "\\bglpat-[A-Za-z0-9_-]{16,}",
            "\\bxox[a-z]-[A-Za-z0-9-]{10,}", "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b", "\\bAIza[A-Za-z0-9_-]{30,}",
            "\\bhf_[A-Za-z0-9]{20,}", "\\bnpm_[A-Za-z0-9]{30,}",
            "\\beyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]+){0,4}",
            "-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?");
    private static final String EMAIL = "[\\p{L}\\p{N}._%+'-]+(?:@|%40)[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*\\.\\p{L}{2,}";
    private static final String IBAN = "\\b[A-Za-z]{2}\\d{2}(?:[ \\x{a0}-]?[A-Za-z0-9]){11,30}";
    private static final String GAP = "[ .\\x{a0}-]";
    private static final String CARD = "\\b(?:\\d{13,19}|\\d{4}" + GAP + "\\d{4}" + GAP + "\\d{4}" + GAP + "\\d{1,4}(?:" + GAP
            + "\\d{1,3})?|\\d{4}" + GAP + "\\d{6}" + GAP + "\\d{4,5})";
    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final String IPV4 = "\\b" + BYTE + "(?:\\." + BYTE + "){3}\\b";
    private static final String IPV6 = "[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?:\\.\\d{1,3}){0,3}";
    private static final String PHONE = String.join("|",
            // With a country's number; at home with a zero in front; as in North America.
            "(?:\\+|\\b00)[1-9](?:[ ().\\x{a0}/-]{0,3}\\d){7,14}",
            "\\(?\\b0[1-9]\\d{0,4}\\)?(?:[ ./\\x{a0}-]\\d{2,8}){1,5}", "\\b0[1-9]\\d{8,10}",
            "(?:\\(\\d{3}\\) ?|\\b\\d{3}[ .-])\\d{3}[ .-]\\d{4}");
    private static final int FEWEST_DIGITS = 7;

    static final List<Rule> ALL = List.of(Rule.of("[KEY]", KEY),
            rule("[EMAIL]", EMAIL, text -> text.contains("@") || text.contains("%40"), (text, start, end) -> end),
            rule("[IBAN]", IBAN, Rules::hasDigits, Numbers::iban), rule("[CARD]", CARD, Rules::hasDigits, Numbers::card),
            rule("[IP]", IPV4, text -> text.contains("."), Numbers::ipv4),
            rule("[IP]", IPV6, text -> text.contains(":"), Numbers::ipv6),
            rule("[PHONE]", PHONE, Rules::hasDigits, Numbers::phone));

    private Rules() {}

    private static Rule rule(String placeholder, String pattern, Predicate<String> isPossible, Rule.Check check) {
        return new Rule(placeholder, Pattern.compile(pattern), isPossible, check);
    }

    private static boolean hasDigits(String text) {
        return IntStream.range(0, text.length()).filter(at -> Character.isDigit(text.charAt(at))).limit(FEWEST_DIGITS)
                .count() == FEWEST_DIGITS;
    }
}
