package langfuse.export.text;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Whether numbers are what they look like, by their own rules.
final class Numbers {

    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);
    private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^A-Za-z0-9]");
    /// The first digits that payment networks have.
    private static final Pattern NETWORK = Pattern.compile("(?:[3-6]|2[2-7])\\d{12,18}");
    private static final Pattern AT_HOME = Pattern.compile("\\(?0[1-9].*");
    private static final Pattern NO_GAP = Pattern.compile("[^ ./-]");
    /// A day, also where a time follows.
    private static final Pattern DAY = Pattern.compile("\\d{1,2}[./ -]\\d{1,2}[./ -](?:19|20)\\d\\d(?!\\d).*");

    private Numbers() {}

    /// ISO 13616: with the first four characters at the end and letters as numbers from 10, the rest of a division by 97 is 1.
    static int iban(String text, int start, int end) {
        return longest(text, start, end, candidate -> {
            var account = NOT_ALPHANUMERIC.matcher(candidate).replaceAll("");
            return account.length() >= 15 && account.length() <= 34
                    && value(account.substring(4) + account.substring(0, 4)).mod(NINETY_SEVEN).equals(BigInteger.ONE);
        });
    }

    /// ISO 7812: Luhn's sum is a multiple of ten. What has a plus in front is a telephone's.
    static int card(String text, int start, int end) {
        return at(text, start - 1) == '+' ? Rule.NONE : longest(text, start, end, candidate -> {
            var number = NOT_ALPHANUMERIC.matcher(candidate).replaceAll("");
            return NETWORK.matcher(number).matches() && luhn(number) % 10 == 0;
        });
    }

    /// Not four numbers of a longer version, and not a version that has a name behind it.
    static int ipv4(String text, int start, int end) {
        boolean isVersion = at(text, start - 1) == '.' && isWord(text, start - 2)
                || at(text, end) == '.' && isWord(text, end + 1)
                || at(text, end) == '-' && Character.isLetter(at(text, end + 1));
        return isVersion ? Rule.NONE : end;
    }

    /// What is valid, and no name, slice or time in code.
    static int ipv6(String text, int start, int end) {
        return isWord(text, start - 1) ? Rule.NONE : longest(text, start, end, candidate -> {
            var groups = Arrays.stream(candidate.split(":")).filter(group -> !group.isEmpty()).toList();
            boolean tells = groups.size() > 2 || groups.size() == 2 && candidate.chars().anyMatch(Character::isLetter)
                    && groups.stream().anyMatch(group -> group.length() > 2);
            return tells && candidate.chars().anyMatch(Character::isDigit) && isAddress(candidate);
        });
    }

    /// No day, and no part of an id or of a longer number; at home one kind of gap behind the first.
    static int phone(String text, int start, int end) {
        boolean isInside = isWord(text, start - 1) || at(text, start - 1) == '-' && isWord(text, start - 2)
                || at(text, start - 1) == '.' && Character.isDigit(at(text, start - 2));
        return isInside ? Rule.NONE : longest(text, start, end, candidate -> {
            long digits = candidate.chars().filter(Character::isDigit).count();
            boolean isAtHome = AT_HOME.matcher(candidate).matches();
            var gaps = NO_GAP.matcher(candidate).replaceAll("");
            boolean goesOn = (at(text, start + candidate.length()) == '-' || at(text, start + candidate.length()) == '.')
                    && isWord(text, start + candidate.length() + 1);
            return digits >= (isAtHome ? 9 : 8) && digits <= (isAtHome ? 12 : 15)
                    && !(isAtHome && gaps.chars().skip(1).distinct().count() > 1) && !goesOn && !DAY.matcher(candidate).matches();
        });
    }

    /// The longest beginning of it that ends where a word does and is right.
    private static int longest(String text, int start, int end, Predicate<String> isRight) {
        for (int at = end; at > start; at--) {
            if (!isWord(text, at) && isRight.test(text.substring(start, at))) {
                return at;
            }
        }
        return Rule.NONE;
    }

    private static BigInteger value(String account) {
        var digits = new StringBuilder();
        account.chars().forEach(letter -> digits.append(Character.digit(letter, Character.MAX_RADIX)));
        return new BigInteger(digits.toString());
    }

    private static int luhn(String number) {
        int sum = 0;
        for (int at = 0; at < number.length(); at++) {
            int digit = number.charAt(number.length() - 1 - at) - '0';
            sum += at % 2 == 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
        }
        return sum;
    }

    /// Without asking anybody.
    private static boolean isAddress(String text) {
        try {
            Inet6Address.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isWord(String text, int at) {
        return Character.isLetterOrDigit(at(text, at)) || at(text, at) == '_';
    }

    private static char at(String text, int at) {
        return at >= 0 && at < text.length() ? text.charAt(at) : ' ';
    }
}
