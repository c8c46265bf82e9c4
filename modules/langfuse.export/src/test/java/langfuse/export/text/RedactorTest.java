package langfuse.export.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {

    private static final Redactor REDACTOR = new Redactor(List.of());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "write to ada.lovelace+news@mail.example.co.uk, please|write to [EMAIL], please", //
        "<ada@example.com>|<[EMAIL]>", //
        "https://x.example/?to=ada%40example.com&x=1|https://x.example/?to=[EMAIL]&x=1", //
        "jürgen.müller@straße.example|[EMAIL]", //
        "call +49 30 1234567 today|call [PHONE] today", //
        "+1 (555) 123-4567|[PHONE]", //
        "+4915112345678.|[PHONE].", //
        "0049 30 1234567|[PHONE]", //
        "(555) 123-4567 or 555-123-4567|[PHONE] or [PHONE]", //
        "Tel. 030 1234567|Tel. [PHONE]", //
        "0171/1234567, 01711234567|[PHONE], [PHONE]", //
        "01 23 45 67 89|[PHONE]", //
        "020 7946 0958|[PHONE]", //
        "030 1234567 20240101 2024|[PHONE] 20240101 2024", //
        "card 4111 1111 1111 1111, CVC 123|card [CARD], CVC 123", //
        "4111111111111111|[CARD]", //
        "4111-1111-1111-1111 9 times|[CARD] 9 times", //
        "in 2024 4111 1111 1111 1111|in 2024 [CARD]", //
        "378282246310005 and 3782 822463 10005|[CARD] and [CARD]", //
        "5555.5555.5555.4444|[CARD]", //
        "DE89 3704 0044 0532 0130 00 and more|[IBAN] and more", //
        "de89370400440532013000|[IBAN]", //
        "GB82 WEST 1234 5698 7654 32.|[IBAN].", //
        "from 192.168.0.17:8080 to 10.1.2.3/8|from [IP]:8080 to [IP]/8", //
        "192.168.0.1-192.168.0.9|[IP]-[IP]", //
        "at 2001:db8:85a3::8a2e:370:7334|at [IP]", //
        "server fe80::1: up|server [IP]: up", //
        "[2001:0db8:0000:0000:0000:ff00:0042:8329]:443|[[IP]]:443", //
        "sk-proj-Ab12cdEF34ghIJ56klmn|[KEY]", //
        "key=sk-ant-api03-abcdEFGH1234_-xyz9|key=[KEY]", //
        "sk_live_51Habcdefghijkl|[KEY]", //
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a|[KEY]", //
        "AKIAIOSFODNN7EXAMPLE is one|[KEY] is one", //
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl|[KEY]", //
        "Authorization: Bearer abc.DEF-123456789|[KEY]", //
        "use bearer 9f8e7d6c5b4a now|use [KEY] now", //
        "'Authorization': 'Basic YWRhOnNlY3JldA=='|'[KEY]'", //
        "-----BEGIN RSA PRIVATE KEY-----\\nMIIE/abc+1\\n-----END RSA PRIVATE KEY----- end|[KEY] end"})
    void whatIsPrivateByItsLookIsTakenOut(String text, String told) {
        assertThat(REDACTOR.apply(text)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version 1.2.3 of 10.4.1, v1.2.3.4, 1.2.3.4.5 and 2.0.0.1-SNAPSHOT", "lodash@4.17.21 and @types/node",
        "on 2024-01-15, 15.01.2024 10.30, 01.02.2024 1030, 2024-01-02 03:04:05 and 05/06/2024",
        "550e8400-e29b-41d4-a716-446655440000 or 12345678-1234-1234-1234-123456789012",
        "0195f000-0000-7000-8000-000000000001", "$1,234,567.89, 1.234.567,89 € and 1 234 567 EUR",
        "4 5 6 7 8 9 10 11 12 13 14 15",
        "4111 1111 1111 1112", "DE89 9704 9944 9532 9130 99", "std::vector<int> a; Abc::Def::x(); x[1::2] = y[10:20:30];",
        "for (int i = 0; i < 1000000; i++) { x += 0x1234567; }", "1700000000000 ms and 1700000000 s", "00:1A:2B:3C:4D:5E",
        "at 12:30:45.123, 1:2:3", "task-12345678901234567890 and sk-learn, pk-button-primary-large", "a bearer of bad news",
        "bearer instruments are transferable", "9876543210123", "the basic authorization of 3.14159265358979", "::1",
        "SELECT 1 @ 2 WHERE a = '%40'", "0123456", "1234567890"})
    void whatOnlyLooksALittleLikeItStays(String text) {
        assertThat(REDACTOR.apply(text)).isEqualTo(text);
    }

    @Test
    void whatFollowsAnEscapeWithinATextIsAWordOfItsOwn() {
        assertThat(REDACTOR.apply("{\"a\":\"call\\n4111 1111 1111 1111\\tor\\n\\nada@example.com\"}"))
                .isEqualTo("{\"a\":\"call\\n[CARD]\\tor\\n\\n[EMAIL]\"}");
        assertThat(REDACTOR.apply("nested \\\\n4111111111111111")).isEqualTo("nested \\\\n[CARD]");
        assertThat(REDACTOR.apply("C:\\new\\ends in \\")).isEqualTo("C:\\new\\ends in \\");
    }

    @Test
    void theOperatorsOwnPatternsAreTakenOutToo() {
        var redactor = new Redactor(List.of("\\bEMP-\\d{3,6}\\b", "(?i)project\\s+\\w+"));
        assertThat(redactor.apply("EMP-1234 of Project Nightfall, ada@example.com, EMP-12"))
                .isEqualTo("[REDACTED] of [REDACTED], [EMAIL], EMP-12");
        assertThat(redactor.apply("\"\\nEMP-1234\"")).isEqualTo("\"\\n[REDACTED]\"");
        assertThat(new Redactor(List.of("C:\\\\\\w+")).apply("in C:\\Users")).isEqualTo("in [REDACTED]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-", "a@", "4111 ", "DE89 ", "1:", "+1", "0171 ", "eyJ", "Bearer ", "a.", "1.", "aaaaaaaaaa", "\\n",
        "-----BEGIN PRIVATE KEY-----"})
    void noTextTakesItLong(String piece) {
        var text = piece.repeat((1 << 16) / piece.length());
        var redactor = new Redactor(List.of("(a+)+$", "(x+x+)+y"));
        long start = System.nanoTime();
        redactor.apply(text);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "{\"to\":\"ada@example.com\",\"n\":[1,true,null,2.5]}|{\"to\":\"[EMAIL]\",\"n\":[1,true,null,2.5]}", //
        "{\"text\":\"call\\n4111 1111 1111 1111\"}|{\"text\":\"call\\n[CARD]\"}", //
        "{\"to\":\"ada\\u0040example.com\"}|{\"to\":\"[EMAIL]\"}", //
        "{\"card\":4111111111111111}|{\"card\":\"[CARD]\"}", //
        "{\"ada@example.com\":{\"a\":\"x\"}}|{\"[EMAIL]\":{\"a\":\"x\"}}", //
        "{\"to\":\"ada@example.com\",\"te|{\"to\":\"[EMAIL]\",\"te", //
        "\"4111111111111111\"|\"[CARD]\""})
    void argumentsAreSearchedByWhatTheySay(String arguments, String told) {
        assertThat(new Arguments(REDACTOR).apply(arguments)).isEqualTo(told);
    }

    @Test
    void argumentsThatAreNoneStayNone() {
        assertThat(new Arguments(REDACTOR).apply("")).isEmpty();
        assertThat(new Arguments(REDACTOR).apply("[".repeat(5000))).isEqualTo("[".repeat(5000));
    }
}
