package io.topicwire.mqtt.trace.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.topicwire.mqtt.trace.PacketDecoder;
import io.topicwire.mqtt.trace.PacketDirection;
import org.jspecify.annotations.Nullable;

/**
 * Packets written in hexadecimal digits, as people and programs do.
 */
final class HexText {

	// Offset, two spaces, bytes, and maybe the bytes as text
	private static final Pattern HEXDUMP = Pattern
		.compile("\\p{XDigit}{7,8} {2,}((?:\\p{XDigit}{2} {1,2})*\\p{XDigit}{2}) *" + "(?:\\|.*)?");

	// Offset, colon, groups of bytes, and maybe the bytes as text after two spaces
	private static final Pattern XXD = Pattern.compile("\\p{XDigit}{7,8}: ((?:\\p{XDigit}+ )*\\p{XDigit}+)(?: {2}.*)?");

	// The last line of a hexdump
	private static final Pattern END_OF_HEXDUMP = Pattern.compile("\\p{XDigit}{7,8}");

	private static final Pattern IGNORED = Pattern.compile("0[xX]|\\\\x|[\\s,;:]");

	private final PacketDecoder decoder;

	private final LinePrinter printer;

	private final UnmarkedPackets unmarked;

	private @Nullable PacketDirection direction;

	private boolean inHexdump;

	HexText(DecodeOptions options, LinePrinter printer) {
		this.decoder = new PacketDecoder("the server", "", options.versionOrDefault(),
				PacketDecoder.MAXIMUM_PACKET_SIZE);
		this.printer = printer;
		this.unmarked = new UnmarkedPackets(this::decode);
	}

	void read(InputStream input) throws IOException {
		BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.ISO_8859_1));
		int number = 0;
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			number++;
			readLine(line.strip(), number);
		}
		this.unmarked.finish();
		this.printer.reportIncomplete(this.decoder);
	}

	private void readLine(String line, int number) {
		if (line.isEmpty() || line.startsWith("#")) {
			return;
		}
		PacketDirection marked = line.startsWith(">") ? PacketDirection.SENT
				: line.startsWith("<") ? PacketDirection.RECEIVED : null;
		if (marked != null) {
			this.unmarked.finish();
			this.direction = marked;
		}
		byte[] bytes = bytes((marked != null) ? line.substring(1).strip() : line, number);
		if (this.direction != null) {
			decode(this.direction, bytes);
		}
		else {
			this.unmarked.add(bytes);
		}
	}

	private byte[] bytes(String line, int number) {
		if (this.inHexdump && END_OF_HEXDUMP.matcher(line).matches()) {
			return new byte[0];
		}
		Matcher hexdump = HEXDUMP.matcher(line);
		Matcher xxd = XXD.matcher(line);
		this.inHexdump = hexdump.matches();
		String digits = this.inHexdump ? hexdump.group(1) : xxd.matches() ? xxd.group(1) : line;
		digits = IGNORED.matcher(digits).replaceAll("");
		for (int i = 0; i < digits.length(); i++) {
			if (!HexFormat.isHexDigit(digits.charAt(i))) {
				throw new IllegalArgumentException(
						"Line %d of the input is neither a capture nor hexadecimal digits: ".formatted(number)
								+ "it has the character U+%04X".formatted((int) digits.charAt(i)));
			}
		}
		if (digits.length() % 2 != 0) {
			throw new IllegalArgumentException(
					"Line " + number + " of the input has an odd number of hexadecimal digits: " + digits.length());
		}
		return HexFormat.of().parseHex(digits);
	}

	private void decode(PacketDirection direction, byte[] bytes) {
		// Text does not tell the time
		this.decoder.decode(direction, Instant.EPOCH, bytes, 0, bytes.length, this.printer::print);
	}

}
