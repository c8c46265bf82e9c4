package gateway.v1.usage;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Tables as CSV (RFC 4180, UTF-8): a header line, lines that end in CR LF, quotes where they are needed. NULL is an empty
/// field, an empty text `""`; several values in one field have commas between.
///
/// Callers choose some of these texts, and a spreadsheet runs what begins with `=`, `+`, `-` or `@`: such a text gets an
/// apostrophe in front, which spreadsheets take for "this is text". Numbers stay as they are.
final class Csv {

    static final String TYPE = "text/csv";

    private static final CsvFactory FACTORY = CsvFactory.builder().enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
    private static final String STARTS_A_FORMULA = "=+-@\t\r";

    private Csv() {}

    static byte[] bytes(Table table) {
        var bytes = new ByteArrayOutputStream();
        try (var generator = FACTORY.createGenerator(bytes)) {
            generator.setSchema(schema(table.columns()));
            for (var row : table.rows()) {
                generator.writeStartObject();
                for (var column : table.columns()) {
                    generator.writeFieldName(column);
                    write(generator, row.path(column));
                }
                generator.writeEndObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return bytes.toByteArray();
    }

    private static CsvSchema schema(List<String> columns) {
        var schema = CsvSchema.builder();
        columns.forEach(schema::addColumn);
        return schema.setUseHeader(true).setLineSeparator("\r\n").build();
    }

    private static void write(CsvGenerator generator, JsonNode value) throws IOException {
        if (value.isNull() || value.isMissingNode() || value.isArray() && value.isEmpty()) {
            generator.writeNull();
        } else if (value.isArray()) {
            var texts = new ArrayList<String>();
            value.forEach(element -> texts.add(element.asText()));
            generator.writeString(defused(String.join(",", texts)));
        } else if (value.isTextual()) {
            generator.writeString(defused(value.textValue()));
        } else if (value.isBigDecimal()) {
            generator.writeNumber(value.decimalValue());
        } else if (value.isFloatingPointNumber()) {
            generator.writeNumber(value.doubleValue());
        } else if (value.isBoolean()) {
            generator.writeBoolean(value.booleanValue());
        } else {
            generator.writeNumber(value.longValue());
        }
    }

    private static String defused(String text) {
        return text.isEmpty() || STARTS_A_FORMULA.indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }
}
